import { Pointer } from '@/components/ui/pointer'
import { Figure } from '@/components/ui/quantity'
import { Reason } from '@/components/ui/reason'
import { Signal, statusLight, verdictLight } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import type { Verdict } from '@/lib/domain/metric/verdict'
import type { Status } from '@/lib/domain/scoreboard/types'
import type { Json } from '@/lib/register/canonical'
import { type Fields, fieldsOf, numberOf, rowsOf, textOf, textsOf } from './json'

const statuses: readonly string[] = ['green', 'yellow', 'red']
const verdicts: readonly string[] = ['pass', 'warn', 'fail', 'error', 'no_data']

const status = (text: string): Status | null => (statuses.includes(text) ? (text as Status) : null)
const verdict = (text: string): Verdict => (verdicts.includes(text) ? (text as Verdict) : 'error')

/** The scoreboard as it stood at the seal. */
export function ScoreboardSection({ json }: { json: Json }) {
  const board = fieldsOf(json)
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-4">
        <Signal {...statusLight(status(textOf(board.status)))} />
        <span className="text-soft">window {textOf(board.window)}</span>
      </p>
      <div role="group" aria-label="Metrics" tabIndex={0} className="mt-1 scrolls">
        <table className="facts [&_tbody_:is(td,th)]:align-top">
          <thead>
            <tr>
              <th scope="col">Metric, series and run</th>
              <th scope="col" className="figure">
                Value
              </th>
              <th scope="col" className="figure">
                Limit
              </th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          {rowsOf(board.metrics).map((metric) => (
            <tbody key={textOf(metric.metric)} className="break-inside-avoid">
              <tr>
                <th scope="rowgroup" colSpan={3} className="text-ink">
                  {textOf(metric.metric)} {textOf(metric.title)}
                  <span className="font-normal text-soft">
                    {metric.required === true ? '' : ', not required yet'}
                    {metric.critical === true ? ', critical' : ''}
                  </span>
                </th>
                <td>
                  <Signal {...verdictLight(verdict(textOf(metric.verdict)), metric.waived === true)} />
                </td>
              </tr>
              {rowsOf(metric.series).map((series) => (
                <Series
                  key={`${textOf(series.measure)}${textOf(series.profile)}${textOf(series.environment)}`}
                  series={series}
                />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  )
}

function Series({ series }: { series: Fields }) {
  const unit = textOf(series.unit)
  return (
    <tr>
      <td className="pl-4">
        <span className="flex flex-wrap gap-x-4">
          <span className="whitespace-nowrap">
            {textOf(series.measure)} {textOf(series.profile)} {textOf(series.environment)}
          </span>
          <span className="text-soft [overflow-wrap:anywhere]">{textOf(series.run) || 'no run'}</span>
        </span>
        {textsOf(series.reasons).map((reason) => (
          <span key={reason} className="block text-soft">
            <Reason reason={reason} />
          </span>
        ))}
      </td>
      <td className="figure">
        <Figure value={numberOf(series.value)} unit={unit} />
      </td>
      <td className="figure">
        <Figure value={numberOf(series.limit)} unit={unit} />
      </td>
      <td>
        <Signal {...verdictLight(verdict(textOf(series.verdict)), series.waived === true)} />
      </td>
    </tr>
  )
}

const evidenceLights: Record<string, Parameters<typeof Signal>[0]> = {
  pass: { light: 'clear', word: 'pass' },
  fail: { light: 'stop', word: 'fail' },
  error: { light: 'stop', word: 'error' },
  stale: { light: 'nodata', word: 'stale' },
  absent: { light: 'nodata', word: 'absent' },
}

/** The obligations, each with the surfaces that keep it and the state of their evidence (seed 9.5). */
export function ChecklistSection({ json }: { json: Json }) {
  return (
    <ul>
      {rowsOf(json).map((row) => {
        const surfaces = rowsOf(row.surfaces)
        const failing = surfaces.filter((surface) => surface.passes !== true)
        return (
          <li key={textOf(row.obligation)} className="border-b border-rule py-1.5">
            <span className="flex flex-wrap items-center justify-between gap-x-4">
              <span>
                <strong className="font-semibold">{textOf(row.obligation)}</strong> {textOf(row.title)}
              </span>
              <Signal light={row.passes === true ? 'clear' : 'stop'} word={row.passes === true ? 'pass' : 'fail'} />
            </span>
            <span className="text-soft">
              {surfaces.length === 0
                ? 'No surface keeps it.'
                : `${surfaces.length - failing.length} of ${surfaces.length} surfaces pass.`}
            </span>
            {failing.map((surface) => (
              <span key={textOf(surface.surface)} className="block pl-4 [overflow-wrap:anywhere]">
                {textOf(surface.surface)}:{' '}
                {rowsOf(surface.evidence)
                  .filter((one) => one.state !== 'pass')
                  .map((one) => (
                    <span key={textOf(one.id)} className="mr-3 inline-flex gap-1">
                      {textOf(one.id)}{' '}
                      <Signal {...(evidenceLights[textOf(one.state)] ?? { light: 'off', word: textOf(one.state) })} />
                    </span>
                  ))}
              </span>
            ))}
          </li>
        )
      })}
    </ul>
  )
}

/** Every gating run: the exact commands, and the pointers to what it left. */
export function RunsSection({ json, zone }: { json: Json; zone: string }) {
  return (
    <ul>
      {rowsOf(json).map((run) => (
        <li
          key={textOf(run.number)}
          className="break-inside-avoid border-b border-rule py-1.5 [overflow-wrap:anywhere]"
        >
          <span>
            <strong className="font-semibold">{textOf(run.run)}</strong>{' '}
            <span className="text-soft">
              {textOf(run.ref)} {textOf(run.releaseCandidate)}{' '}
              {run.completedAt ? <Moment at={textOf(run.completedAt)} zone={zone} /> : 'not complete'}
            </span>{' '}
            <code>{textOf(run.commit).slice(0, 12)}</code>
          </span>
          {textsOf(run.commands).map((command) => (
            <code key={command} className="block break-all">
              {command}
            </code>
          ))}
          <RunPointers run={run} />
        </li>
      ))}
    </ul>
  )
}

/** What a run left: folded where it is more than a glance takes in; paper shows it all. */
function RunPointers({ run }: { run: Fields }) {
  const number = textsOf(run.records).length + rowsOf(run.artifacts).length + textsOf(run.replays).length
  const pointers = (
    // A hundred pointers come to pages of paper: they are set small there.
    <div className="print:text-[7pt] print:leading-[9.5pt] print:[&_:is(a,code)]:text-[6.5pt]">
      {textsOf(run.records).map((record) => (
        <span key={record} className="block">
          record {record}
        </span>
      ))}
      {rowsOf(run.artifacts).map((artifact) => (
        <span key={JSON.stringify(artifact)} className="block">
          <Pointer uri={textOf(artifact.uri)} />
          {artifact.sha256 ? <code className="block break-all text-soft">sha256 {textOf(artifact.sha256)}</code> : null}
        </span>
      ))}
      {textsOf(run.replays).map((replay) => (
        <span key={replay} className="block">
          replay <Pointer uri={replay} />
        </span>
      ))}
    </div>
  )
  if (number <= 2) return pointers
  return (
    <details>
      <summary className="cursor-pointer text-soft">{number} evidence pointers</summary>
      {pointers}
    </details>
  )
}

/** What holds now and so is no pass. */
export function WaiversSection({ json, zone }: { json: Json; zone: string }) {
  const waivers = rowsOf(json)
  if (waivers.length === 0) return <p className="text-soft">None.</p>
  return (
    <ul>
      {waivers.map((waiver) => (
        <li key={textOf(waiver.id)} className="flex flex-wrap gap-x-4 border-b border-rule py-1.5">
          <Signal light="waived" word={textOf(waiver.verdict) === 'no_data' ? 'missing data' : 'a failure'} />
          <span className="[overflow-wrap:anywhere]">
            of {textOf(waiver.of)} {textOf(waiver.target)}
          </span>
          <span className="text-soft">
            waiver {textOf(waiver.id)}, until <Moment at={textOf(waiver.expiresAt)} zone={zone} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Risks that are not closed, the highest score first. */
export function RisksSection({ json }: { json: Json }) {
  const risks = [...rowsOf(json)].sort((a, b) => (numberOf(b.score) ?? 0) - (numberOf(a.score) ?? 0))
  return (
    <div role="group" aria-label="Open risks" tabIndex={0} className="scrolls">
      <table className="facts [&_tbody_:is(td,th)]:align-top">
        <thead>
          <tr>
            <th scope="col">Risk</th>
            <th scope="col" className="figure">
              Score
            </th>
            <th scope="col">State</th>
            <th scope="col">Owner</th>
          </tr>
        </thead>
        <tbody>
          {risks.map((risk) => (
            <tr key={textOf(risk.risk)}>
              <th scope="row" className="font-normal text-ink">
                {textOf(risk.risk)} {textOf(risk.title)}
              </th>
              <td className="figure">
                {textOf(risk.score)}{' '}
                <span className="text-soft">
                  ({textOf(risk.likelihood)} × {textOf(risk.impact)})
                </span>
              </td>
              <td>{textOf(risk.state)}</td>
              <td>{textOf(risk.owner) || <Signal light="caution" word="nobody" />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
