import { Digest, Pointer } from '@/components/ui/pointer'
import { Signal } from '@/components/ui/signal'
import { Ago, Moment } from '@/components/ui/time'
import type { IncidentPageDto } from '@/lib/queries/incident'
import type { RunNameDto } from '@/lib/queries/incident-dto'
import type { IncidentSignalDto } from '@/lib/queries/incident-signals'

export function RunLink({ program, run }: { program: string; run: RunNameDto }) {
  return (
    <a href={`/${program}/runs/${run.number}`} className="font-mono text-xs [overflow-wrap:anywhere]">
      {run.id}
    </a>
  )
}

/** What was seen, in its order: what failed in several runs once, with whether it fails still. */
export function Signals({ page }: { page: IncidentPageDto }) {
  return (
    <section className="mt-6 max-w-4xl" aria-labelledby="signals">
      <h2 id="signals">What was seen</h2>
      <ul className="mt-1">
        {page.signals.map((signal) => (
          <li key={signal.id} className="border-t border-rule py-2">
            <Seen signal={signal} page={page} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Seen({ signal, page }: { signal: IncidentSignalDto; page: IncidentPageDto }) {
  const { program, zone, now, incident } = page
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <p className="min-w-0 [overflow-wrap:anywhere]">{signal.statement}</p>
        <Standing signal={signal} page={page} />
      </div>
      <p className="text-soft">
        <Moment at={signal.at} zone={zone} />,{' '}
        {signal.run === null ? null : (
          <>
            run <RunLink program={program} run={signal.run} />,{' '}
          </>
        )}
        by {signal.by}
        {incident.criteria.length < 2 ? null : (
          <>
            , <code>{signal.criterion}</code>
          </>
        )}
      </p>
      <Evidence evidence={signal.evidence} />
      <Again signal={signal} program={program} now={now} zone={zone} />
    </>
  )
}

function Evidence({ evidence }: { evidence: IncidentSignalDto['evidence'] }) {
  return evidence.map((pointer) => (
    <p key={pointer.uri}>
      <Pointer uri={pointer.uri} /> {pointer.sha256 === null ? null : <Digest hex={pointer.sha256} />}
    </p>
  ))
}

function Standing({ signal: { standing }, page }: { signal: IncidentSignalDto; page: IncidentPageDto }) {
  if (standing === null) return null
  const { program, zone, now } = page
  if (standing.fails === 'still') return <Signal light="stop" word="Fails still" />
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      {standing.fails === 'no' ? (
        <Signal light="clear" word="Passed since" />
      ) : (
        <Signal light="stop" word="Fails again" />
      )}
      <span className="text-soft">
        run <RunLink program={program} run={standing.run} />, <Ago at={standing.since} now={now} zone={zone} />
      </span>
    </p>
  )
}

interface AgainProps {
  signal: IncidentSignalDto
  program: string
  now: string
  zone: string
}

/** Repeats are folded: the first of them and the last say enough at a glance. */
function Again({ signal: { again }, program, now, zone }: AgainProps) {
  const last = again.at(-1)
  if (last === undefined) return null
  return (
    <details className="mt-1">
      <summary className="text-soft">
        failed again in {again.length} further {again.length === 1 ? 'run' : 'runs'}, last{' '}
        <Ago at={last.at} now={now} zone={zone} />
      </summary>
      <ul className="mt-1 border-l-2 border-rule pl-3">
        {again.map(({ run, at, evidence }) => (
          <li key={run.number} className="py-0.5">
            Run <RunLink program={program} run={run} />,{' '}
            <span className="text-soft">
              <Moment at={at} zone={zone} />
            </span>
            <Evidence evidence={evidence} />
          </li>
        ))}
      </ul>
    </details>
  )
}
