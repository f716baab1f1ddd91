import { z } from 'zod'
import { choice, id, list, listOrNone, row, text } from './common'
import { signal } from './signals'

const days = z.number().positive()

export const role = row({ id, title: text, description: text, choice })

const acts = z.array(id).default([])

/** What roles may do; an act that no role is named for is nobody's. */
export const permissions = row({
  record_sample: acts.describe('Enter record samples in the browser'),
  report_trigger: acts.describe('Report a trigger event of a risk'),
  manage_risk: acts.describe('Add, own, plan, re-score and move risks'),
  run_review: acts.describe('Start, lead and close a review'),
  declare_incident: acts.describe('Declare a kill criterion or a rollback trigger, with evidence'),
  record_defect: acts.describe('Record and resolve defects by hand'),
  propose_decision: acts.describe('Propose and seal decisions'),
})

const council = row({
  id,
  title: text,
  seats: list(row({ role: id, mandatory: z.boolean().default(true) })).describe('One for each role'),
  approvals: z.int().positive().describe('Approvals that approve'),
  split: row({
    outcome: z.enum(['reject', 'tie_break']),
    role: id.optional().describe('The role that breaks the tie'),
  }),
  choice,
})

const decision = row({
  kind: z.enum([
    'stop_or_continue',
    'promotion',
    'kill_override',
    'rollback',
    'waiver',
    'risk_closure',
    'program_revision',
    'parity_debt',
    'remediation_plan',
    'minutes',
    'incident',
  ]),
  title: text,
  council: id.optional().describe('The council that votes'),
  role: id.optional().describe('The one role that decides'),
  unanimous: z.boolean().default(false).describe('Any reject ends it, and nobody breaks a tie'),
  expiresDays: days.optional().describe('An open decision expires this long after sealing'),
  choice,
})

export const governance = row({
  signatures: z.enum(['passkey', 'session']),
  keyDelayHours: z.number().nonnegative().default(0),
  councils: list(council),
  decisions: list(decision),
  rights: listOrNone(row({ id, type: text, owner: text, escalation: text, decisions: list(decision.shape.kind) })),
  slas: listOrNone(
    row({
      id,
      severity: z.enum(['critical', 'high', 'medium']),
      text,
      due: z.union([row({ hours: days }), row({ businessDays: days })]),
      path: list(id).describe('Roles that a breach escalates to, in order'),
      choice,
    }),
  ),
  packet: listOrNone(row({ id, text })).describe('What every decision packet must include'),
  waivers: row({
    verdicts: z.array(z.enum(['no_data', 'fail'])).describe('What may be waived; empty: nothing'),
    council: id,
    maxDays: days,
    maxOpen: z.int().positive(),
    never: z.array(id).default([]).describe('Ids of metrics and criteria that may never be waived'),
    compensatingControl: z.boolean().default(false),
    followUp: z.boolean().default(false),
    choice,
  }),
})

export const killCriterion = row({ id, text, signals: list(signal), trigger: id, choice })

export const rollbackTrigger = row({
  id,
  trigger: text,
  severity: z.enum(['critical', 'high']),
  action: text,
  recovery: text,
  signals: list(signal)
    .optional()
    .describe('What starts it by itself; a kill criterion that names it starts it besides'),
  phaseBack: z.boolean().default(false).describe('Executing it moves the phase back'),
  freezes: z.array(text).default([]),
  choice,
})

const riskCadence = z.enum(['twice-weekly', 'weekly', 'bi-weekly'])

const riskEvent = z.enum([
  'gated-run',
  'ci-run',
  'pull-request',
  'dependency-update',
  'release-candidate',
  'incident',
  'security-triage',
])

export const risk = row({
  id,
  category: text,
  title: text,
  statement: text,
  likelihood: z.int().min(1).max(5),
  impact: z.int().min(1).max(5),
  signals: list(row({ text, bind: list(signal).optional() })),
  mitigation: text,
  owner: id.describe('Role that owns the risk'),
  cadence: row({ text, review: riskCadence, events: z.array(riskEvent).default([]) }),
  closure: text,
  gates: z.array(id).default([]).describe('Phases whose gates the risk bears on'),
  choice,
})

export const riskPolicy = row({
  threshold: z.int().min(1).max(25),
  reviewWithinHours: days.describe('A trigger event calls for a review within this long'),
  scale: row({ likelihood: list(text), impact: list(text), choice }),
  protocol: listOrNone(row({ id, text })),
  transitions: listOrNone(row({ id, from: text, to: text, text })),
  choice,
})
