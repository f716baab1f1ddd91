import { metricOwners } from '@/lib/domain/metric/owner'
import { roleTitle, titleIn } from './names'
import { Amount, Facts, OwnChoice, Part, Section, Term, Terms } from './parts'
import type { Limit, Measure, Metric, Program } from './types'

/** The dimensions of the scoreboard with their metrics, and each metric's measures with their limits. */
export function MetricsSection({ program }: { program: Program }) {
  const { dimensions, metrics } = program.scoreboard
  return (
    <Section
      id="metrics"
      lead="Beyond a hard limit fails, beyond a warning limit warns, equal to a limit passes; the second warning in a row fails. The most particular limit counts. Where a metric says nothing else, a critical one takes the worst of its runs in a window and the others the latest, and the cadence says how old a value may be."
    >
      {dimensions.map((dimension) => (
        <div key={dimension.id} className="mt-4 border-t border-rule pt-3">
          <h3 className="text-base">
            {dimension.title} <code className="ml-1 font-normal text-soft">{dimension.id}</code>
          </h3>
          <OwnChoice why={dimension.choice} />
          {metrics
            .filter((metric) => metric.dimension === dimension.id)
            .map((metric) => (
              <MetricPart key={metric.id} program={program} metric={metric} />
            ))}
        </div>
      ))}
    </Section>
  )
}

function MetricPart({ program, metric }: { program: Program; metric: Metric }) {
  const warns = metric.measures.some(({ limits }) => limits.some(({ warn }) => warn !== undefined))
  return (
    <Part
      id={`metric-${metric.id}`}
      title={
        <>
          <code>{metric.id}</code> {metric.title}{' '}
          <span className="ml-1 text-xs font-normal text-soft">
            {metric.critical ? 'critical, ' : ''}
            {standing(program, metric)}
          </span>
        </>
      }
    >
      <Terms paired>
        <Term name="Definition">{metric.definition}</Term>
        <Term name="Target">{metric.target}</Term>
        <Term name="Source">{metric.source}</Term>
        <Term name="Cadence">{metric.cadence.text}</Term>
        <Term name="Owner">{ownerWords(program, metric)}</Term>
        <Term name="Comes from">{provenance[metric.provenance]}</Term>
        {judgement(metric) === '' ? null : <Term name="Judged by">{judgement(metric)}</Term>}
        {metric.replay ? <Term name="Needs">a replay pointer: it is a correctness claim</Term> : null}
      </Terms>
      <OwnChoice why={metric.choice} />
      <Facts
        label={`Limits of ${metric.id} ${metric.title}`}
        columns={[
          { title: 'Measure', width: 'w-64' },
          { title: 'Holds for', width: 'w-32' },
          ...(warns ? [{ title: 'Warns at', figure: true, width: 'w-24' }] : []),
          { title: 'Fails at', figure: true, width: 'w-24' },
          { title: 'Own choices' },
        ]}
        width="min-w-[640px]"
      >
        {metric.measures.map((measure) => (
          <MeasureRows key={measure.id} program={program} measure={measure} warns={warns} />
        ))}
      </Facts>
    </Part>
  )
}

function standing(program: Program, { scoreboard, requiredFrom }: Metric): string {
  if (!scoreboard) return 'off the scoreboard: measured and shown, required of nobody'
  return requiredFrom === undefined ? 'never required' : `required from ${titleIn(program.phases, requiredFrom)}`
}

/** Who is told when it has no data or cannot be judged. */
function ownerWords(program: Program, { owner }: Metric): string {
  const roles = metricOwners(program.governance, owner).map((role) => roleTitle(program, role))
  if (roles.length === 0) return 'nobody'
  return `${roles.join(', ')}${owner === undefined ? ', who decides whether the phase goes on' : ''}`
}

const provenance: Record<Metric['provenance'], string> = {
  command: 'CI, with the exact command',
  record: 'records of an audited system, entered by people',
  either: 'CI with the exact command, or records entered by people',
}

/** What the metric says of its judgement beyond the defaults. */
function judgement({ rollUp, maxAgeDays, trend }: Metric): string {
  return [
    ...(rollUp === undefined ? [] : [`${rollUp} of a window's runs`]),
    ...(maxAgeDays === undefined ? [] : [`values up to ${maxAgeDays} days old`]),
    ...(trend === 'falling' ? ['each window lower than the one before, or 0'] : []),
    ...(trend === 'not_falling' ? ['no window lower than the one before'] : []),
  ].join('; ')
}

/** A measure's limits, one a row; the measure and its own choices stand at the first. */
function MeasureRows({ program, measure, warns }: { program: Program; measure: Measure; warns: boolean }) {
  const limits: readonly (Limit | null)[] = measure.limits.length === 0 ? [null] : measure.limits
  return limits.map((limit, index) => (
    <tr key={JSON.stringify(limit)}>
      {index === 0 ? (
        <th scope="rowgroup" rowSpan={limits.length} className="font-normal text-ink">
          <MeasureHead program={program} measure={measure} />
        </th>
      ) : null}
      <LimitCells program={program} measure={measure} limit={limit} warns={warns} />
      <td className="pl-4">
        {index === 0 ? (
          <>
            <OwnChoice why={measure.choice} />
            <OwnChoice why={measure.seedProtocol?.choice} />
            <OwnChoice why={measure.regression?.choice} />
          </>
        ) : null}
        <OwnChoice why={limit?.choice} />
      </td>
    </tr>
  ))
}

function MeasureHead({ program, measure }: { program: Program; measure: Measure }) {
  const { id, title, unit, better, profiles, environments, seedProtocol, regression } = measure
  const where = environments.map((one) => titleIn(program.scoreboard.environments, one)).join(', ')
  return (
    <>
      <code className="whitespace-nowrap">{id}</code>
      <span className="block">{title}</span>
      <span className="block text-xs leading-[18px] text-soft">
        in {unit}, {better} is better
        {profiles.length * environments.length === 0
          ? '; required of no series'
          : `; required for ${profiles.join(', ')} on ${where}`}
      </span>
      {seedProtocol === undefined ? null : (
        <span className="block text-xs leading-[18px] text-soft">
          median of seeds {seedProtocol.seeds.join(', ')}
          {seedProtocol.iterations === undefined ? '' : ` at ${seedProtocol.iterations} iterations`}
          {seedProtocol.acceptsSummaries ? ', or a value its harness has reduced' : ''}
        </span>
      )}
      {regression === undefined ? null : (
        <span className="block text-xs leading-[18px] text-soft">
          fails more than {regression.percent} % over its baseline
          {regression.baselines.map((row, index) => (
            // Baselines have no id; their order in the definition is fixed.
            <span key={index} className="block">
              {[row.profile, row.environment].filter(Boolean).join(' on ') || 'everywhere'}:{' '}
              <Amount amount={row.value} unit={unit} />
            </span>
          ))}
        </span>
      )}
    </>
  )
}

interface LimitProps {
  program: Program
  measure: Measure
  limit: Limit | null
  /** Whether any limit of the metric warns, and so has a column for it. */
  warns: boolean
}

function LimitCells({ program, measure, limit, warns }: LimitProps) {
  if (limit === null) {
    return (
      <td colSpan={warns ? 3 : 2} className="text-soft">
        No limit: judged against the windows before.
      </td>
    )
  }
  return (
    <>
      <td>{scope(program, limit)}</td>
      {warns ? (
        <td className="figure">
          <Amount amount={limit.warn} unit={measure.unit} />
        </td>
      ) : null}
      <td className="figure">
        <Amount amount={limit.hard} unit={measure.unit} />
      </td>
    </>
  )
}

function scope(program: Program, { profile, environment, phase, from }: Limit): string {
  const parts = [
    ...(profile === undefined ? [] : [profile]),
    ...(environment === undefined ? [] : [`on ${environment}`]),
    ...(phase === undefined ? [] : [titleIn(program.phases, phase)]),
    ...(from === undefined ? [] : [`from ${from}`]),
  ]
  return parts.length === 0 ? 'all' : parts.join(', ')
}
