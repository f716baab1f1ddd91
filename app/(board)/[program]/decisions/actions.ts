'use server'

import type { Route } from 'next'
import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { proposalInput } from '@/lib/http/decision-form'
import { type FormState, rowOf, submitted, textOf } from '@/lib/http/form'
import { viewer } from '@/lib/http/page'
import { type Signing, signingOf } from '@/lib/http/signing'
import { castVote } from '@/lib/verbs/decision/cast-vote'
import { endDebt, endPlan, endWaiver } from '@/lib/verbs/decision/end-standing'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import { withdrawDecision } from '@/lib/verbs/decision/withdraw'
import { notFound } from '@/lib/verbs/refusal'

/** Proposes a decision and shows it. */
export async function propose(program: string, _: FormState, form: FormData): Promise<FormState> {
  const { context, actor } = await viewer()
  const made: { number: number }[] = []
  const state = await submitted(form, async () => {
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

/** Seals a decision's packet. */
export async function seal(program: string, decision: number, _: FormState, form: FormData): Promise<FormState> {
  const { context, actor } = await viewer()
  const state = await submitted(form, async () => {
    const { round } = await sealDecision(context, actor, { program, decision })
    return `The packet of round ${round} is sealed. Its votes are asked for.`
  })
  revalidatePath(`/${program}`, 'layout')
  return state
}

/** Takes an open decision back. */
export async function withdraw(program: string, decision: number, _: FormState, form: FormData): Promise<FormState> {
  const { context, actor } = await viewer()
  const state = await submitted(form, async () => {
    await withdrawDecision(context, actor, { program, decision, reason: textOf(form, 'reason') })
    return 'The decision is withdrawn.'
  })
  revalidatePath(`/${program}`, 'layout')
  return state
}

const endings = new Map([
  ['waiver', endWaiver],
  ['plan', endPlan],
  ['debt', endDebt],
])

/** Ends a waiver, a plan or a debt before its time. */
export async function endStanding(program: string, _: FormState, form: FormData): Promise<FormState> {
  const { context, actor } = await viewer()
  const state = await submitted(form, async () => {
    const kind = textOf(form, 'kind')
    const end = endings.get(kind)
    if (end === undefined) throw notFound('waiver, plan or debt')
    await end(context, actor, { program, id: rowOf(form, 'id', kind), reason: textOf(form, 'reason') })
    return `The ${kind} has ended.`
  })
  revalidatePath(`/${program}`, 'layout')
  return state
}

/** The statement of a vote, as the voter's key is to sign it. */
export async function beginSigning(program: string, decision: number, form: FormData): Promise<Signing> {
  const { context, actor } = await viewer()
  return signingOf(context, actor, { program, decision }, form)
}

/** Casts the vote that was signed; `answer` is null where the session alone signs. */
export async function castSigned(
  program: string,
  decision: number,
  nonce: string,
  answer: unknown,
): Promise<FormState> {
  const { context, actor } = await viewer()
  const state = await submitted(new FormData(), async () => {
    const { outcome } = await castVote(context, actor, { program, decision, nonce, answer })
    return outcome === null ? 'Your vote is stored.' : `Your vote is stored, and the decision is ${outcome}.`
  })
  revalidatePath(`/${program}`, 'layout')
  return state
}
