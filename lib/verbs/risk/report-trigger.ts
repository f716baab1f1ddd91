import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import type { Context } from '@/lib/db/transact'
import { invalid } from '../refusal'
import { type ChangedRisk, changeRisk, type RiskInput } from './change-risk'
import { checked, field } from './input'
import { triggerRisk } from './trigger'

export interface TriggerReport {
  /** The place of one of the risk's signals, from 0, or a signal in the reporter's own words. */
  signal: number | string
  statement: string
  /** A pointer. */
  evidence: string
  /** When it was observed, with its offset; now where it is left out. */
  observedAt?: string | undefined
}

const schema = z.object({
  signal: z.union([z.int().nonnegative(), field.title], 'Choose the signal, or say it.'),
  statement: field.text,
  evidence: field.evidence,
  observedAt: z.iso.datetime({ offset: true, error: 'Say when, with its offset.' }).optional(),
})

const AHEAD = 5 * 60_000

/**
 * Reports a trigger event of a risk, with evidence: the risk is Open from now on (semantics 9). It asks for no version:
 * whatever was changed meanwhile, the report stands. Needs `report_trigger`.
 */
export async function reportTrigger(
  context: Context,
  actor: UserActor,
  input: Omit<RiskInput, 'version'> & TriggerReport,
): Promise<ChangedRisk> {
  const { signal, statement, evidence, observedAt } = checked(schema, input)
  return changeRisk(context, actor, { ...input, version: null }, 'report_trigger', async (at) => {
    const { risk, tx } = at
    const text = typeof signal === 'string' ? signal : risk.signals[signal]?.text
    if (text === undefined) {
      throw invalid([{ path: 'signal', code: 'unknown_signal', message: `${risk.key} has no such signal.` }])
    }
    const observed = observedAt === undefined ? tx.now : Date.parse(observedAt)
    if (observed > tx.now + AHEAD) {
      throw invalid([{ path: 'observedAt', code: 'future', message: 'That is still to come.' }])
    }
    return triggerRisk(at, [{ signal: text, fired: null, statement, evidence, observedAt: observed }])
  })
}
