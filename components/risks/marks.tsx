import { type RiskState, riskStates } from '@/lib/domain/risk/event'
import { stateWords } from '@/lib/domain/risk/event-words'

/** Where a risk stands on its way: four blocks of track, filled up to its state, and the word. No signal, so no colour. */
export function StateMark({ state }: { state: RiskState }) {
  const reached = riskStates.indexOf(state)
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <svg width={35} height={8} viewBox="0 0 35 8" aria-hidden="true" className="shrink-0">
        {riskStates.map((one, index) => (
          <rect
            key={one}
            x={index * 9 + 0.5}
            y={1.5}
            width={7}
            height={5}
            className={index <= reached ? 'fill-ink stroke-ink' : 'fill-none stroke-soft'}
          />
        ))}
      </svg>
      {stateWords[state]}
    </span>
  )
}

interface Scale {
  likelihood: readonly string[]
  impact: readonly string[]
}

/** "3 possible × 5 critical = 15". */
export function ScoreWords({ likelihood, impact, scale }: { likelihood: number; impact: number; scale: Scale }) {
  return (
    <span className="whitespace-nowrap">
      {likelihood} <span className="text-soft">{scale.likelihood[likelihood - 1]}</span> × {impact}{' '}
      <span className="text-soft">{scale.impact[impact - 1]}</span> = <strong>{likelihood * impact}</strong>
    </span>
  )
}
