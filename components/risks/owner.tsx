import { Signal } from '@/components/ui/signal'
import type { RiskRowDto } from '@/lib/queries/risk-row'

/** Who owns a risk. Unowned at or above the threshold stops a promotion, so it shows as a stop. */
export function Owner({ risk: { owner, high, state } }: { risk: Pick<RiskRowDto, 'owner' | 'high' | 'state'> }) {
  if (owner?.active === true) return <span className="whitespace-nowrap">{owner.name}</span>
  const light = state === 'closed' ? 'off' : high ? 'stop' : 'caution'
  if (owner === null) return <Signal light={light} word="unowned" />
  return <Signal light={light} word={`unowned: ${owner.name} has left`} />
}
