import { Evidence, Metrics } from './check-words'
import { counted, titleIn } from './names'
import { Ref } from './parts'
import type { FiringSignal, Program } from './types'

/** What fires, in a sentence. Only a gated fail does, never silence. */
function SignalWords({ program, signal }: { program: Program; signal: FiringSignal }) {
  switch (signal.kind) {
    case 'metric':
      return (
        <>
          <Metrics program={program} ids={[signal.metric]} /> fails
        </>
      )
    case 'obligation': {
      const title = titleIn(program.surfaces?.obligations ?? [], signal.obligation)
      return (
        <>
          Evidence{signal.kinds === undefined ? '' : ` of kind ${signal.kinds.join(' or ')}`} of a surface that keeps{' '}
          <Ref to="obligation" id={signal.obligation} title={title} /> fails
        </>
      )
    }
    case 'evidence':
      return (
        <>
          {signal.ids.length > 1 ? 'One of ' : ''}
          <Evidence program={program} ids={signal.ids} word="or" /> fails
        </>
      )
    case 'evidenceKind': {
      const title = titleIn(program.surfaces?.evidenceKinds ?? [], signal.evidenceKind)
      return (
        <>
          Any evidence of kind <Ref to="kind" id={signal.evidenceKind} title={title} /> that a retained surface names
          fails
        </>
      )
    }
    case 'hardCap':
      return (
        <>
          {signal.metrics.length > 1 ? 'One of ' : ''}
          <Metrics program={program} ids={signal.metrics} word="or" /> is beyond its hard limit in{' '}
          {counted(signal.runs, 'consecutive gated run')} that {signal.runs === 1 ? 'carries' : 'carry'} the series
        </>
      )
    case 'declared':
      return (
        <>
          A member declares, with evidence: <q>{signal.text}</q>
        </>
      )
  }
}

export function SignalList({ program, signals }: { program: Program; signals: readonly FiringSignal[] }) {
  return (
    <ul className="ml-4 list-disc marker:text-soft">
      {signals.map((signal) => (
        <li key={JSON.stringify(signal)}>
          <SignalWords program={program} signal={signal} />
        </li>
      ))}
    </ul>
  )
}
