import { type UserActor, actorId } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import type { Outcome } from '@/lib/domain/review/outcome'
import { dayOf, isDay } from '@/lib/domain/review/schedule'
import { sha256 } from '@/lib/register/digest'
import type { EntryDraft } from '@/lib/register/entry'
import { type InputFault, invalid } from '../refusal'
import { lockNumbers } from './numbering'
import type { ReviewRow } from './within'

export interface NewAction {
  title: string
  /** Id of an active person. */
  user: string
  /** `2026-11-26` in the program's zone; today or later. */
  due: string
}

/** Stores what someone will do until a day, in the transaction of the outcome that says so. */
export async function addAction(
  tx: Transaction,
  actor: UserActor,
  state: ProgramState,
  review: ReviewRow,
  { title, user, due }: NewAction,
  remember: (outcome: Outcome) => Promise<number>,
): Promise<EntryDraft> {
  const { prisma } = tx
  const text = title.trim()
  const owner = await prisma.user.findFirst({ where: { id: user, deactivatedAt: null } })
  const today = dayOf(state.revision.compiled.program.zone, tx.now)
  const faults: InputFault[] = []
  if (text === '') faults.push({ path: 'title', code: 'missing', message: 'Say what is to be done.' })
  if (text.length > 500) faults.push({ path: 'title', code: 'long', message: 'Say it in 500 characters.' })
  if (!isDay(due)) faults.push({ path: 'due', code: 'day', message: 'Choose a day.' })
  else if (due < today) faults.push({ path: 'due', code: 'past', message: 'That day has passed.' })
  if (owner === null) faults.push({ path: 'user', code: 'person', message: 'Choose who does it.' })
  if (owner === null || faults.length > 0) throw invalid(faults)
  const { now } = await lockNumbers(tx, state)
  const last = await prisma.reviewAction.aggregate({ where: { programId: state.id }, _max: { number: true } })
  const number = (last._max.number ?? 0) + 1
  const outcomeId = await remember({ type: 'action', action: number, title: text, owner: owner.name, user, due })
  await prisma.reviewAction.create({
    data: {
      programId: state.id,
      number,
      outcomeId,
      title: text,
      ownerId: user,
      due: new Date(due),
      state: 'open',
      createdAt: new Date(now),
      createdBy: actorId(actor),
    },
  })
  const titleDigest = sha256(text).toString('hex')
  const payload = { action: number, review: review.number, owner: user, due, titleDigest }
  return { type: 'action.added', at: now, payload }
}
