'use server'

import type { Route } from 'next'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { acted } from '@/lib/http/acting'
import { proposalInput } from '@/lib/http/decision-form'
import { type FormState, rowOf, textOf } from '@/lib/http/form'
import type { Viewer } from '@/lib/http/page'
import { type Signing, signingOf } from '@/lib/http/signing'
import { castVote } from '@/lib/verbs/decision/cast-vote'
import { endDebt, endPlan, endWaiver } from '@/lib/verbs/decision/end-standing'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import { withdrawDecision } from '@/lib/verbs/decision/withdraw'
import { notFound } from '@/lib/verbs/refusal'

/** Proposes a decision and shows it. */
export async function propose(program: string, _: FormState, form: FormData): Promise<FormState> {
  const made: { number: number }[] = []
  const state = await acted(form, async ({ context, actor }) => {
    const proposal = {
      program,
      kind: textOf(form, 'kind'),
      recommendation: textOf(form, 'recommendation'),
      input: proposalInput(form),
    }
    made.push(await proposeDecision(context, actor, proposal))
    return null
  })
  const [decision] = made
  if (decision === undefined) return state
  revalidatePath(`/${program}`, 'layout')
  redirect(`/${program}/decisions/${decision.number}` as Route)
}

/**
 * Runs a form's verb and shows the decision anew, after a refusal too: the refusal may have made it stale. Whoever is
 * signed out sees no page anew, which would send them away from what they typed.
 */
function andShown(program: string, form: FormData, work: (by: Viewer) => Promise<string>): Promise<FormState> {
  return acted(form, async (by) => {
    try {
      return await work(by)
    } finally {
      revalidatePath(`/${program}`, 'layout')
    }
  })
}

/** Seals a decision's packet. */
export async function seal(program: string, decision: number, _: FormState, form: FormData): Promise<FormState> {
  return andShown(program, form, async ({ context, actor }) => {
    const { round } = await sealDecision(context, actor, { program, decision })
    return `The packet of round ${round} is sealed. Its votes are asked for.`
  })
}

/** Takes an open decision back. */
export async function withdraw(program: string, decision: number, _: FormState, form: FormData): Promise<FormState> {
  return andShown(program, form, async ({ context, actor }) => {
    await withdrawDecision(context, actor, { program, decision, reason: textOf(form, 'reason') })
    return 'The decision is withdrawn.'
  })
}

const endings = new Map([
  ['waiver', endWaiver],
  ['plan', endPlan],
  ['debt', endDebt],
])

/** Ends a waiver, a plan or a debt before its time. */
export async function endStanding(program: string, _: FormState, form: FormData): Promise<FormState> {
  return andShown(program, form, async ({ context, actor }) => {
    const kind = textOf(form, 'kind')
    const end = endings.get(kind)
    if (end === undefined) throw notFound('waiver, plan or debt')
    await end(context, actor, { program, id: rowOf(form, 'id', kind), reason: textOf(form, 'reason') })
    return `The ${kind} has ended.`
  })
}

/** The statement of a vote, as the voter's key is to sign it. */
export async function beginSigning(program: string, decision: number, form: FormData): Promise<Signing> {
  const begun: Signing[] = []
  const refused = await acted(form, async ({ context, actor }) => {
    begun.push(await signingOf(context, actor, { program, decision }, form))
    return null
  })
  return begun[0] ?? { refused }
}

/** Casts the vote that was signed; `answer` is null where the session alone signs. */
export async function castSigned(
  program: string,
  decision: number,
  nonce: string,
  answer: unknown,
): Promise<FormState> {
  return andShown(program, new FormData(), async ({ context, actor }) => {
    const { outcome } = await castVote(context, actor, { program, decision, nonce, answer })
    return outcome === null ? 'Your vote is stored.' : `Your vote is stored, and the decision is ${outcome}.`
  })
}
