import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { endIncident } from '../../incident/end'
import type { Effect } from './effect'

/** The incident ends as it was decided (semantics 8). */
export const endDecided: Effect<DecisionInputs['incident']> = async ({ tx, state, decision }, input) => [
  await endIncident(tx, state, input.incident, input.ending, decision.id),
]

/** The kill criteria of the incident are overridden, which only a unanimous council can. */
export const override: Effect<DecisionInputs['kill_override']> = async ({ tx, state, decision }, { incident }) => [
  await endIncident(tx, state, incident, 'override', decision.id),
]
