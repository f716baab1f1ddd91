import { z } from 'zod'
import { judgeDecision } from '@/lib/db/judgement/judge'
import { waiverRequest } from '@/lib/db/judgement/waiver'
import { endingRule } from '@/lib/db/electors'
import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import { openIncidents } from '@/lib/db/incident-facts'
import { isActive } from '@/lib/db/people'
import { riskFact } from '@/lib/db/risk-facts'
import { waiverFacts } from '@/lib/db/waiver-facts'
import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import type { DecisionKind } from '@/lib/domain/decision/kinds'
import { endingObjection, endingQuestion, evidenceNeeded, incidentWord } from '@/lib/domain/incident/ending'
import { severityOf } from '@/lib/domain/incident/severity'
import { objections } from '@/lib/domain/waiver/policy'
import { dayAfter } from '@/lib/domain/window/day'
import { dayWords } from '@/lib/domain/window/day-words'
import { startOfDay } from '@/lib/domain/window/window'
import { RELEASED } from '@/lib/program/compile'
import type { Json } from '@/lib/register/canonical'
import { invalid, notFound, Refusal } from '../refusal'
import { checked, field } from './fields'
import { prepareMinutes } from './minutes'
import type { Prepared, Proposing } from './prepared'

type Prepare<Input> = (at: Proposing, input: unknown) => Promise<Prepared<Input>>

/** Kinds whose proposals need nothing stored first. */
export type PlainKind = Exclude<DecisionKind, 'program_revision'>

const preparations: { [Kind in PlainKind]: Prepare<DecisionInputs[Kind]> } = {
  promotion: async ({ state }) => {
    const { phases, title } = state.revision.compiled.program
    const at = phases.findIndex(({ id }) => id === state.phase)
    if (state.phase === RELEASED) throw new Refusal('conflict', 'released', `${title} is released: no phase follows.`)
    const [from, next] = [phases[at], phases[at + 1]]
    const to = next?.id ?? RELEASED
    const name = next?.title ?? 'released'
    const question = from === undefined ? `Begin ${name}?` : `Promote ${title} from ${from.title} to ${name}?`
    return Promise.resolve({
      subject: to,
      title: from === undefined ? `Begin ${name}` : `${from.title} to ${name}`,
      question,
      input: { to },
    })
  },

  stop_or_continue: async ({ state }, input) => {
    const asked = checked(
      z.strictObject({
        choice: z.enum(['stop', 'continue'], 'Choose one.'),
        reason: field.text,
        evidence: field.evidence.default([]),
      }),
      input,
      'input.',
    )
    const phase = state.phase
    if (phase === null || phase === RELEASED) throw new Refusal('conflict', 'no_phase', 'No phase is under way.')
    const name = phaseTitle(state, phase)
    const word = asked.choice === 'stop' ? 'Stop' : 'Continue'
    return Promise.resolve({
      subject: phase,
      title: `${word} ${name}`,
      question: `${word} within ${name}?`,
      input: asked,
    })
  },

  kill_override: async ({ tx, state }, input) => {
    const asked = checked(
      z.strictObject({ incident: field.number, reason: field.text, evidence: field.someEvidence }),
      input,
      'input.',
    )
    const incident = await openIncident(tx, state, asked.incident)
    if (incident.kind !== 'kill') throw fault('incident', 'not_a_kill', 'Only a kill criterion can be overridden.')
    return {
      subject: String(asked.incident),
      title: `Override of incident ${asked.incident}`,
      question: `Override the kill criteria ${incident.criteria.join(', ')} and go on?`,
      input: asked,
      ...deadlineOf(state, incident),
    }
  },

  incident: async ({ tx, state }, input) => {
    const asked = checked(
      z.strictObject({
        incident: field.number,
        ending: z.enum(['continue', 'roll_back', 'dismiss'], 'Choose one.'),
        reason: field.text,
        evidence: field.evidence.default([]),
      }),
      input,
      'input.',
    )
    const incident = await openIncident(tx, state, asked.incident)
    const against = endingObjection(incident, asked.ending, endingRule(state))
    if (against !== null) throw fault('ending', 'not_so', against)
    if (asked.ending === 'continue' && asked.evidence.length === 0) {
      throw fault('evidence', 'required', evidenceNeeded(incident.kind))
    }
    return {
      subject: String(asked.incident),
      title: `End of ${incidentWord(incident.kind)} ${asked.incident}`,
      question: endingQuestion(incident.kind, asked.incident, asked.ending),
      input: asked,
      ...deadlineOf(state, incident),
    }
  },

  rollback: async ({ state }, input) => {
    const asked = checked(
      z.strictObject({ trigger: field.id, reason: field.text, evidence: field.evidence.default([]) }),
      input,
      'input.',
    )
    const trigger = state.revision.compiled.program.rollbackTriggers.find(({ id }) => id === asked.trigger)
    if (trigger === undefined) throw fault('trigger', 'unknown', 'The program has no such rollback trigger.')
    return Promise.resolve({
      subject: asked.trigger,
      title: `Rollback: ${trigger.trigger}`,
      question: `Execute the rollback: ${trigger.action}`,
      input: asked,
    })
  },

  waiver: async ({ tx, state }, input) => {
    const asked = checked(waiverSchema, input, 'input.')
    const request = waiverRequest(state, asked, tx.now)
    if (request === null) {
      throw fault('target', 'unknown', 'The program names no such series or criterion, or no such windows.')
    }
    const { waivers } = state.revision.compiled.program.governance
    const against = objections(waivers, request, await waiverFacts(tx.client, state.id), tx.now)
    if (against.length > 0) {
      throw invalid(against.map(({ field: name, code, message }) => ({ path: `input.${name}`, code, message })))
    }
    const what = asked.verdict === 'no_data' ? 'Missing data' : 'A failure'
    const name = asked.of === 'series' ? asked.target.replaceAll('|', ' ') : asked.target
    const span = asked.from === asked.to ? asked.from : `${asked.from} to ${asked.to}`
    return {
      subject: `${asked.of}:${asked.target}`,
      title: `Waiver of ${name}`,
      question: `${what} of ${name} is waived in ${span}, at the latest until the end of ${dayWords(asked.expiresOn)}?`,
      input: asked,
    }
  },

  remediation_plan: async ({ tx, state }, input) => {
    const asked = checked(
      z.strictObject({ metric: field.id, owner: field.user, due: field.day, text: field.text }),
      input,
      'input.',
    )
    const metric = state.revision.compiled.program.scoreboard.metrics.find(({ id }) => id === asked.metric)
    if (metric === undefined) throw fault('metric', 'unknown', 'The program has no such metric.')
    if (!(await isActive(tx.client, asked.owner))) throw fault('owner', 'not_active', 'Choose someone active.')
    const prepared = {
      subject: asked.metric,
      title: `Plan for ${metric.title}`,
      question: `Go on under this plan for ${asked.metric} ${metric.title}, due by the end of ${dayWords(asked.due)}?`,
      input: asked,
    }
    return asNeeded({ tx, state, proposer: '' }, 'remediation_plan', prepared, 'due')
  },

  risk_closure: async ({ tx, state }, input) => {
    const asked = checked(z.strictObject({ risk: field.id }), input, 'input.')
    const risk = await riskFact(tx.client, state.id, asked.risk)
    if (risk === null) throw notFound('risk')
    return {
      subject: risk.key,
      title: `Closing ${risk.key}`,
      question: `Close ${risk.key} ${risk.title}?`,
      input: asked,
    }
  },

  parity_debt: async (at, input) => {
    const asked = checked(
      z.strictObject({ surface: field.id, risk: field.id, expiresOn: field.day, reason: field.text }),
      input,
      'input.',
    )
    const { zone } = at.state.revision.compiled.program
    if (startOfDay(zone, dayAfter(asked.expiresOn)) <= at.tx.now) {
      throw fault('expiresOn', 'past', 'Its last day is over.')
    }
    const prepared = {
      subject: asked.surface,
      title: `Temporary debt of ${asked.surface}`,
      question: `Let ${asked.surface} stand without replay proof, carried by ${asked.risk}, until the end of ${dayWords(asked.expiresOn)}?`,
      input: asked,
    }
    return asNeeded(at, 'parity_debt', prepared, 'surface')
  },

  minutes: prepareMinutes,
}

const waiverSchema = z.strictObject({
  of: z.enum(['series', 'criterion'], 'Choose one.'),
  target: field.id,
  verdict: z.enum(['no_data', 'fail'], 'Choose one.'),
  from: field.id,
  to: field.id,
  expiresOn: field.day,
  reason: field.text,
  evidence: field.someEvidence,
  control: field.optional,
  followUp: field.optional,
})

/** Checks a proposal of this kind and puts it into the program's words. Refuses with every fault at its field. */
export function prepare(kind: PlainKind, at: Proposing, input: unknown): Promise<Prepared<DecisionInputs[PlainKind]>> {
  return preparations[kind](at, input)
}

/** Refuses what its own judgement already stands against. */
async function asNeeded<Input extends object>(
  { tx, state, proposer }: Proposing,
  kind: PlainKind,
  prepared: Prepared<Input>,
  path: string,
): Promise<Prepared<Input>> {
  const input = { ...prepared.input } as unknown as Json
  const asked = { kind, subject: prepared.subject, input, proposedBy: proposer }
  const { needs } = await judgeDecision(tx.client, state, asked, tx.now)
  if (needs.length === 0) return prepared
  throw invalid(needs.map((message) => ({ path: `input.${path}`, code: 'not_met', message })))
}

const fault = (name: string, code: string, message: string): Refusal =>
  invalid([{ path: `input.${name}`, code, message }])

const phaseTitle = (state: ProgramState, phase: string): string =>
  state.revision.compiled.program.phases.find(({ id }) => id === phase)?.title ?? phase

type OpenIncident = Awaited<ReturnType<typeof openIncidents>>[number]

async function openIncident(tx: Transaction, state: ProgramState, id: number): Promise<OpenIncident> {
  const incident = (await openIncidents(tx.client, state.id)).find((one) => one.id === id)
  if (incident === undefined) throw fault('incident', 'not_open', `Incident ${id} is not open.`)
  return incident
}

/** A decision on an incident is due when the incident is. */
const deadlineOf = (state: ProgramState, incident: OpenIncident): Pick<Prepared<never>, 'deadline'> =>
  incident.dueAt === null
    ? {}
    : { deadline: { severity: severityOf(state.revision.compiled.program, incident), dueAt: incident.dueAt } }
