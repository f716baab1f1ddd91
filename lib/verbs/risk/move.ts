import type { UserActor } from '@/lib/auth/actor'
import { riskLifecycle } from '@/lib/db/risk-lifecycle'
import type { Context } from '@/lib/db/transact'
import { ensureWindows } from '@/lib/db/windows'
import { stateWords } from '@/lib/domain/risk/event-words'
import { type ChecklistItem, nextTransition } from '@/lib/domain/risk/lifecycle'
import type { EntryDraft } from '@/lib/register/entry'
import { Refusal } from '../refusal'
import { type ChangedRisk, changeRisk, type RiskInput, type RiskTransaction } from './change-risk'
import { writeRiskEvent } from './write-event'

export interface Move {
  to: 'mitigating' | 'watch'
}

/**
 * Moves a risk one step on, where everything on that step's checklist is met (semantics 9); else refuses with 422
 * `not_yet` in the checklist's own words. Needs `manage_risk`. A risk is closed by decision alone.
 */
export function moveRisk(context: Context, actor: UserActor, input: RiskInput & Move): Promise<ChangedRisk> {
  return changeRisk(context, actor, input, 'manage_risk', (at) => move(at, input))
}

/** The same in the caller's transaction. */
export async function move(at: RiskTransaction, { to }: Move): Promise<EntryDraft> {
  const { tx, state, risk } = at
  const { client, now } = tx
  await ensureWindows(client, state.id, state.revision.compiled.windows, now, now)
  const next = nextTransition(await riskLifecycle(client, state, risk), now)
  const words = stateWords[to]
  if (next === null || next.to !== to) {
    const from = stateWords[risk.state]
    const after = next === null ? 'only a trigger moves it' : `its next step is ${stateWords[next.to]}`
    throw new Refusal('conflict', 'no_such_step', `${risk.key} is ${from}: ${after}, not ${words}.`)
  }
  if (!next.allowed) throw notYet(`${risk.key} cannot move to ${words} yet.`, next.checklist)
  return writeRiskEvent(at, 'moved', { state: to, stateSince: now }, { from: risk.state })
}

/** A refusal in the words of the checklist's unmet items. */
export function notYet(what: string, checklist: readonly ChecklistItem[]): Refusal {
  const unmet = checklist.filter((item) => !item.met)
  const faults = unmet.map(({ id, detail }) => ({ path: `checklist.${id}`, code: id, message: detail }))
  return new Refusal('refused', 'not_yet', [what, ...unmet.map(({ detail }) => detail)].join(' '), faults)
}
