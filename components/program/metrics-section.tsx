import { titleIn } from './names'
import { Amount, Facts, OwnChoice, Part, Section, Term, Terms } from './parts'
import type { Limit, Measure, Metric, Program } from './types'

/** The dimensions of the scoreboard with their metrics, and each metric's measures with their limits. */
export function MetricsSection({ program }: { program: Program }) {
  const { dimensions, metrics, choice } = program.scoreboard
  return (
    <Section
      id="metrics"
      lead="Beyond a hard limit fails, beyond a warning limit warns, equal to a limit passes; the second warning in a row fails. A limit that names no profile, environment or phase holds in all of them, and the most particular one counts."
    >
      <OwnChoice why={choice} />
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
      <Terms>
        <Term name="Definition">{metric.definition}</Term>
        <Term name="Target">{metric.target}</Term>
        <Term name="Source">{metric.source}</Term>
        <Term name="Cadence">{metric.cadence.text}</Term>
        <Term name="Comes from">{provenance[metric.provenance]}</Term>
        <Term name="Judged by">{judgement(metric)}</Term>
      </Terms>
      <OwnChoice why={metric.choice} />
      <Facts
        label={`Limits of ${metric.id} ${metric.title}`}
        columns={[
          { title: 'Measure', width: 'w-52' },
          { title: 'Profile' },
          { title: 'Environment' },
          { title: 'Phase' },
          { title: 'Warns at', figure: true, width: 'w-24' },
          { title: 'Fails at', figure: true, width: 'w-24' },
        ]}
      >
        {metric.measures.map((measure) => (
          <MeasureRows key={measure.id} program={program} measure={measure} />
        ))}
      </Facts>
    </Part>
  )
}

function standing(program: Program, { scoreboard, requiredFrom }: Metric): string {
  if (!scoreboard) return 'off the scoreboard: measured and shown, required of nobody'
  return requiredFrom === undefined ? 'never required' : `required from ${titleIn(program.phases, requiredFrom)}`
}

const provenance: Record<Metric['provenance'], string> = {
  command: 'CI, with the exact command',
  record: 'records of an audited system, entered by people',
  either: 'CI with the exact command, or records entered by people',
}

function judgement({ rollUp, critical, maxAgeDays, trend, replay }: Metric): string {
  const parts = [
    rollUp === undefined
      ? `${critical ? 'worst' : 'latest'} of a window's runs (default)`
      : `${rollUp} of a window's runs`,
    maxAgeDays === undefined ? "a value's age by cadence (default)" : `a value counts for ${maxAgeDays} days`,
    ...(trend === undefined
      ? []
      : [trend === 'falling' ? 'each window lower than before, or 0' : 'no window lower than before']),
    ...(replay ? ['a correctness claim: needs a replay pointer'] : []),
  ]
  return parts.join('; ')
}

/** A measure's limits, one a row; the measure stands before the first. */
function MeasureRows({ program, measure }: { program: Program; measure: Measure }) {
  const limits: readonly (Limit | null)[] = measure.limits.length === 0 ? [null] : measure.limits
  return limits.map((limit, index) => (
    <tr key={JSON.stringify(limit)}>
      {index === 0 ? (
        <th scope="rowgroup" rowSpan={limits.length} className="font-normal text-ink">
          <MeasureHead program={program} measure={measure} />
        </th>
      ) : null}
      <LimitCells program={program} measure={measure} limit={limit} />
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
      <span className="block text-xs leading-4 text-soft">
        in {unit}, {better} is better
        {profiles.length * environments.length === 0
          ? '; required of no series'
          : `; required for ${profiles.join(', ')} on ${where}`}
      </span>
      {seedProtocol === undefined ? null : (
        <span className="block text-xs leading-4 text-soft">
          median of seeds {seedProtocol.seeds.join(', ')}
          {seedProtocol.iterations === undefined ? '' : ` at ${seedProtocol.iterations} iterations`}
          {seedProtocol.acceptsSummaries ? ', or a value its harness has reduced' : ''}
        </span>
      )}
      {regression === undefined ? null : (
        <span className="block text-xs leading-4 text-soft">
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
      <OwnChoice why={measure.choice} />
      <OwnChoice why={seedProtocol?.choice} />
      <OwnChoice why={regression?.choice} />
    </>
  )
}

function LimitCells({ program, measure, limit }: { program: Program; measure: Measure; limit: Limit | null }) {
  if (limit === null) {
    return (
      <td colSpan={5} className="text-soft">
        No limit: judged against the windows before.
      </td>
    )
  }
  const { profile, environment, phase, from, warn, hard, choice } = limit
  return (
    <>
      <td>{profile ?? <Any />}</td>
      <td>{environment ?? <Any />}</td>
      <td>
        {phase === undefined ? <Any /> : titleIn(program.phases, phase)}
        {from === undefined ? null : <span className="block text-xs text-soft">from {from}</span>}
        <OwnChoice why={choice} />
      </td>
      <td className="figure">
        <Amount amount={warn} unit={measure.unit} />
      </td>
      <td className="figure">
        <Amount amount={hard} unit={measure.unit} />
      </td>
    </>
  )
}

const Any = () => <span className="text-soft">any</span>
