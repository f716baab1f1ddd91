import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import { programState } from '@/lib/db/program-state'
import { sqlState, sqlStateOf } from '@/lib/db/errors'
import { type Context, transact } from '@/lib/db/transact'
import { nextReview } from '@/lib/domain/risk/cadence'
import { permitAct } from '../permit'
import { invalid, notFound } from '../refusal'
import type { ChangedRisk } from './change-risk'
import { checked, field } from './input'
import { checkedWords, type RiskWording } from './words'
import { newRisk } from './new-risk'
import { writeNewRisk } from './write-event'

export interface NewRisk extends RiskWording {
  /** The program's slug. */
  program: string
  /** The risk's key, `RISK-OPS-03`: new, and never used again. */
  risk: string
  /** 1 to 5. */
  likelihood: number
  /** 1 to 5. */
  impact: number
}

const schema = z.object({
  risk: z
    .string()
    .regex(
      /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
      'A key starts with a letter and has letters, digits, "-", "_" and "." only.',
    ),
  likelihood: field.scale,
  impact: field.scale,
})

/** Adds a risk to the register, Open and nobody's yet. Needs `manage_risk`. */
export async function addRisk(context: Context, actor: UserActor, input: NewRisk): Promise<ChangedRisk> {
  const { database } = context
  const known = await programState(database, database.pool, input.program)
  if (known === null) throw notFound('program')
  const { risk: key, ...score } = checked(schema, input)
  const work = transact<ChangedRisk>(context, { actor, program: known, lock: 'shared' }, async (tx) => {
    const state = await programState(database, tx.client, input.program)
    if (state === null) throw notFound('program')
    await permitAct(tx.client, actor, state, 'manage_risk')
    const { program } = state.revision.compiled
    const words = checkedWords(input, program)
    const due = nextReview(words.review, program.zone, tx.now)
    const entry = await writeNewRisk(tx, actor, state.id, key, newRisk(words, score, 'browser', tx.now, due))
    return { result: { risk: key, version: 1 }, entries: [entry] }
  })
  return work.catch((error: unknown) => {
    if (sqlStateOf(error) !== sqlState.uniqueViolation) throw error
    throw invalid([{ path: 'risk', code: 'taken', message: `${key} is taken. A key is never used twice.` }])
  })
}
