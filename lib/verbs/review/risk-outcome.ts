import type { UserActor } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import type { Outcome } from '@/lib/domain/review/outcome'
import type { EntryDraft } from '@/lib/register/entry'
import { assign } from '../risk/assign-owner'
import { lockRisk } from '../risk/change-risk'
import { move } from '../risk/move'
import { rescore } from '../risk/rescore'
import { review } from '../risk/review'

/** What a board says that changes a risk. `version` is the risk's, as whoever said it saw it. */
export type RiskSaid =
  | { type: 'rescore'; version: number; likelihood: number; impact: number; reason: string }
  | { type: 'transition'; version: number; to: 'mitigating' | 'watch'; note: string }
  | { type: 'assign'; version: number; user: string | null }

/** Does to the risk what the board said; refuses in the risk's own words. */
export async function applyToRisk(
  tx: Transaction,
  actor: UserActor,
  state: ProgramState,
  key: string,
  said: RiskSaid,
): Promise<{ outcome: Outcome; entries: EntryDraft[] }> {
  const at = await lockRisk(tx, actor, state, key, said.version)
  const { risk } = at
  switch (said.type) {
    case 'rescore': {
      const { likelihood, impact, reason } = said
      const entry = await rescore(at, { likelihood, impact, reason })
      const from = { likelihood: risk.likelihood, impact: risk.impact }
      return { outcome: { type: 'rescore', from, to: { likelihood, impact }, reason }, entries: [entry] }
    }
    case 'transition': {
      const entry = await move(at, { to: said.to })
      return { outcome: { type: 'transition', from: risk.state, to: said.to, note: said.note }, entries: [entry] }
    }
    case 'assign': {
      const entry = await assign(at, { owner: said.user })
      const to = said.user === null ? null : await tx.prisma.user.findUnique({ where: { id: said.user } })
      const from = risk.owner?.name ?? null
      return {
        outcome: { type: 'assign', from, to: to?.name ?? null, user: said.user },
        entries: entry === null ? [] : [entry],
      }
    }
  }
}

/**
 * The board has looked at the risk: its next review is due by its cadence from now. A closed one has none due. `version`
 * is the one that was looked at; null right after a change of the board's own.
 */
export async function markReviewed(
  tx: Transaction,
  actor: UserActor,
  state: ProgramState,
  key: string,
  version: number | null,
  note: string,
): Promise<EntryDraft[]> {
  const at = await lockRisk(tx, actor, state, key, version)
  return at.risk.state === 'closed' ? [] : [await review(at, { note })]
}
