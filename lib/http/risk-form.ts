import type { UserActor } from '@/lib/auth/actor'
import { programState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { iso } from '@/lib/domain/instant'
import { localTime } from '@/lib/domain/window/local-time'
import { invalid, Refusal } from '@/lib/verbs/refusal'
import { addMilestone } from '@/lib/verbs/risk/add-milestone'
import { addMitigation } from '@/lib/verbs/risk/add-mitigation'
import { assignOwner } from '@/lib/verbs/risk/assign-owner'
import { completeMilestone } from '@/lib/verbs/risk/complete-milestone'
import { editRisk } from '@/lib/verbs/risk/edit'
import { evidenceClosure } from '@/lib/verbs/risk/evidence-closure'
import { moveRisk } from '@/lib/verbs/risk/move'
import { reportTrigger, type TriggerReport } from '@/lib/verbs/risk/report-trigger'
import { rescoreRisk } from '@/lib/verbs/risk/rescore'
import { slipMilestone } from '@/lib/verbs/risk/slip-milestone'
import { verifyMitigation } from '@/lib/verbs/risk/verify-mitigation'
import { withdrawMitigation } from '@/lib/verbs/risk/withdraw-mitigation'
import { type FormState, submitted, textOf } from './form'
import { withWording } from './risk-wording'

/** What a form over a risk is told: besides the usual, the version that it has now been told of. */
export interface RiskFormState extends FormState {
  /** Where someone else was faster: the version after what they did. What is sent next counts on top of it. */
  version: number | null
}

/** Runs the verb of a form that carries the version of the risk it saw. */
export async function submittedRisk(form: FormData, work: () => Promise<string>): Promise<RiskFormState> {
  const state = await submitted(form, work)
  // Each change of a risk is its next version, and the refusal names every one since.
  const changes = state.faults.filter(({ path }) => path === 'version').length
  return { ...state, version: changes === 0 ? null : Number(textOf(form, 'version')) + changes }
}

/** Does what the form's `act` says, and answers with what is so now. */
export async function riskAct(
  context: Context,
  actor: UserActor,
  program: string,
  risk: string,
  form: FormData,
): Promise<string> {
  const at = { program, risk, version: numberOf(form, 'version') }
  const text = (name: string): string => textOf(form, name)
  const proof = { evidence: text('evidence'), note: text('note') }
  switch (text('act')) {
    case 'owner':
      await assignOwner(context, actor, { ...at, owner: text('owner') === '' ? null : text('owner') })
      return text('owner') === '' ? 'Nobody owns the risk now.' : 'The owner is assigned.'
    case 'rescore': {
      const score = { likelihood: numberOf(form, 'likelihood'), impact: numberOf(form, 'impact') }
      await rescoreRisk(context, actor, { ...at, ...score, reason: text('reason') })
      return `Re-scored to ${score.likelihood} × ${score.impact} = ${score.likelihood * score.impact}.`
    }
    case 'move':
      await moveRisk(context, actor, { ...at, to: text('to') === 'watch' ? 'watch' : 'mitigating' })
      return 'The risk has moved.'
    case 'trigger':
      await reportTrigger(context, actor, { program, risk, ...(await reportOf(context, program, form)) })
      return 'The trigger is on record, and the risk is Open.'
    case 'mitigation': {
      const plan = { title: text('title'), owner: text('owner'), milestones: milestonesOf(form) }
      await addMitigation(context, actor, { ...at, ...plan })
      return 'The mitigation is part of the plan.'
    }
    case 'milestone': {
      const milestone = { mitigation: numberOf(form, 'mitigation'), title: text('title'), due: text('due') }
      await addMilestone(context, actor, { ...at, ...milestone })
      return 'The milestone is added.'
    }
    case 'slip': {
      const slip = { milestone: numberOf(form, 'milestone'), due: text('due'), reason: text('reason') }
      await slipMilestone(context, actor, { ...at, ...slip })
      return `Due on ${slip.due} now; the earlier date stays on record.`
    }
    case 'complete':
      await completeMilestone(context, actor, { ...at, milestone: numberOf(form, 'milestone') })
      return 'The milestone is done.'
    case 'verify':
      await verifyMitigation(context, actor, { ...at, mitigation: numberOf(form, 'mitigation'), ...proof })
      return 'The mitigation is verified.'
    case 'withdraw': {
      const withdrawal = { mitigation: numberOf(form, 'mitigation'), reason: text('reason') }
      await withdrawMitigation(context, actor, { ...at, ...withdrawal })
      return 'The mitigation is withdrawn.'
    }
    case 'closure':
      await evidenceClosure(context, actor, { ...at, ...proof })
      return 'The evidence is on record.'
    case 'edit':
      await withWording(form, (words) => editRisk(context, actor, { ...at, ...words }))
      return 'The words are changed.'
    default:
      throw new Refusal('refused', 'unknown_act', 'Choose what to do.')
  }
}

/** A report of a trigger: one of the risk's signals by its place, or one in the reporter's own words. */
async function reportOf({ database }: Context, program: string, form: FormData): Promise<TriggerReport> {
  const signal = numberOf(form, 'signal')
  const state = await programState(database, database.pool, program)
  const observedAt = momentOf(form, 'observedAt', state?.revision.compiled.program.zone ?? 'UTC')
  return {
    signal: Number.isNaN(signal) ? textOf(form, 'words') : signal,
    statement: textOf(form, 'statement'),
    evidence: textOf(form, 'evidence'),
    ...(observedAt === undefined ? {} : { observedAt }),
  }
}

/** A whole number of a field; NaN where it is none. */
export const numberOf = (form: FormData, name: string): number => {
  const typed = textOf(form, name)
  return /^\d+$/.test(typed) ? Number(typed) : Number.NaN
}

/** The rows of a plan up to the last that says anything, so that a fault finds its row. */
function milestonesOf(form: FormData): { title: string; due: string }[] {
  const rows = [...form.keys()]
    .flatMap((name) => /^milestones\.(\d+)\.title$/.exec(name)?.[1] ?? [])
    .map((row) => ({ title: textOf(form, `milestones.${row}.title`), due: textOf(form, `milestones.${row}.due`) }))
  return rows.slice(0, rows.findLastIndex(({ title, due }) => title !== '' || due !== '') + 1)
}

/** The instant of a local time of the program's zone, never guessed at; undefined where it was left empty. */
function momentOf(form: FormData, name: string, zone: string): string | undefined {
  if (textOf(form, name) === '') return undefined
  const found = localTime(zone, textOf(form, name))
  switch (found.kind) {
    case 'once':
      return iso(found.instant)
    case 'twice': {
      const which = textOf(form, 'occurrence')
      if (which === 'first') return iso(found.first)
      if (which === 'second') return iso(found.second)
      const message = 'This time came twice, as clocks were put back. Choose which is meant.'
      throw invalid([{ path: 'occurrence', code: 'ambiguous_time', message }])
    }
    case 'never':
      throw invalid([
        {
          path: name,
          code: 'no_such_time',
          message: `There was no such time: clocks went from ${found.before} to ${found.after}.`,
        },
      ])
    case 'unreadable':
      throw invalid([{ path: name, code: 'unreadable', message: 'Enter a day and a time, or leave it empty.' }])
  }
}
