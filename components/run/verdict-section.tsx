import { Figure } from '@/components/ui/quantity'
import { Reason } from '@/components/ui/reason'
import { Signal, verdictLight } from '@/components/ui/signal'
import type { RunDto, RunVerdictDto } from '@/lib/queries/runs'

/** What the program said of each of a run's series, window by window, and by which limits. */
export function Verdicts({ program, run }: { program: string; run: RunDto }) {
  return (
    <section className="mt-6" aria-labelledby="verdicts">
      <h2 id="verdicts">Verdicts</h2>
      {run.verdicts.length === 0 ? (
        <p className="text-soft">The run brought no samples.</p>
      ) : (
        <div className="scrolls">
          <table className="facts">
            <thead>
              <tr>
                <th scope="col">Series</th>
                <th scope="col">Window</th>
                <th scope="col">Verdict</th>
                <th scope="col" className="figure">
                  Value
                </th>
                <th scope="col" className="figure">
                  Limit
                </th>
                <th scope="col">Why</th>
                <th scope="col">Judged by</th>
              </tr>
            </thead>
            <tbody>
              {run.verdicts.map((verdict) => (
                <VerdictRow key={verdictKey(verdict)} program={program} verdict={verdict} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

const verdictKey = ({ measure, profile, environment, window, judgedAt }: RunVerdictDto): string =>
  [measure, profile, environment, window, judgedAt].join('|')

function VerdictRow({ program, verdict }: { program: string; verdict: RunVerdictDto }) {
  const { light, word } = verdictLight(verdict.verdict)
  const { measure, profile, environment, unit } = verdict
  return (
    <tr>
      <th scope="row" className="font-normal text-ink">
        <code className="whitespace-nowrap">{measure}</code> {profile} on {environment}
      </th>
      <td>
        <a href={`/${program}/scoreboard?window=${verdict.window}`} className="font-mono text-xs whitespace-nowrap">
          {verdict.window}
        </a>
        {verdict.late ? <span className="ml-1 text-xs text-soft">late</span> : null}
      </td>
      <td>
        <Signal light={light} word={word} />
        {verdict.final ? null : <span className="block text-xs text-soft">while open</span>}
      </td>
      <td className="figure">
        <Figure value={verdict.value} unit={unit} />
      </td>
      <td className="figure">
        <Figure value={verdict.limit} unit={unit} />
        {verdict.warn === null ? null : (
          <span className="block text-xs text-soft">
            warns at <Figure value={verdict.warn} unit={unit} />
          </span>
        )}
      </td>
      <td>
        {verdict.reasons.length === 0 ? <span className="text-soft">within its limits</span> : null}
        {verdict.reasons.map((reason) => (
          <p key={reason}>
            <Reason reason={reason} />
          </p>
        ))}
      </td>
      <td className="text-soft">
        revision {verdict.revision}, limits of {verdict.phase}
      </td>
    </tr>
  )
}
