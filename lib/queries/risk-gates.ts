import type { ProgramState } from '@/lib/db/program-state'
import type { RiskFact } from '@/lib/db/risk-facts'
import type { GateSide } from '@/lib/domain/gate/program'
import { gateTitle, placeOf } from './gates'

/** A gate that a risk bears on. */
export interface RiskGateDto {
  phase: string
  side: GateSide
  title: string
  /** The gate's phase is named by the risk; or the gate is next, and the risk holds it for want of an owner. */
  why: 'named' | 'unowned'
}

const SIDES = ['entry', 'exit'] as const

/** The gates of the phases that a risk names, and those ahead that it holds while nobody owns it (seed 10.1). */
export function riskGates(state: ProgramState, fact: RiskFact): RiskGateDto[] {
  const { gates, program } = state.revision.compiled
  const holds = fact.owner === null && fact.state !== 'closed' && fact.score >= program.riskPolicy.threshold
  return gates.phases.flatMap(({ id: phase }) =>
    SIDES.flatMap((side): RiskGateDto[] => {
      const named = fact.gates.includes(phase)
      if (!named && !(holds && placeOf(gates, state.phase, { phase, side }) === 'next')) return []
      return [{ phase, side, title: gateTitle(gates, { phase, side }), why: named ? 'named' : 'unowned' }]
    }),
  )
}
