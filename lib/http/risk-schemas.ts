import { z } from 'zod'
import type { RiskListDto } from '@/lib/queries/risk-list'

/** What the risk register's route answers, for the API's document. */

const instant = z.iso.datetime()
const scale = z.int().min(1).max(5)
const state = z.enum(['open', 'mitigating', 'watch', 'closed'])

const milestone = z.object({
  title: z.string(),
  due: z.iso.date().describe("A day in the program's zone, the last one it was moved to"),
  doneAt: instant.nullable(),
  slips: z.array(z.object({ from: z.iso.date(), to: z.iso.date(), reason: z.string(), at: instant })),
})

const mitigation = z.object({
  title: z.string(),
  owner: z.string(),
  verifiedAt: instant.nullable().describe('Counts until the next trigger'),
  evidence: z.string().nullable(),
  withdrawnAt: instant.nullable(),
  withdrawnReason: z.string().nullable(),
  milestones: z.array(milestone),
})

const trigger = z.object({
  source: z.enum(['signal', 'report']),
  signal: z.string(),
  key: z.string().nullable().describe('What failed: `evidence:R-DET-01`, `series:M-COR-03|core-min|ci`'),
  run: z.string().nullable(),
  statement: z.string(),
  evidence: z.string(),
  observedAt: instant,
  at: instant,
  occurrences: z.int().describe('How often the same signal failed again'),
})

const risk = z.object({
  key: z.string(),
  category: z.string(),
  title: z.string(),
  statement: z.string(),
  likelihood: scale,
  impact: scale,
  score: z.int(),
  high: z.boolean().describe("At or above the program's threshold"),
  state,
  stateSince: instant,
  signals: z.array(z.object({ text: z.string(), bound: z.boolean(), failing: z.boolean() })),
  mitigation: z.string(),
  ownerRole: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable().describe('null: nobody active owns it'),
  cadence: z.object({
    text: z.string(),
    review: z.enum(['twice-weekly', 'weekly', 'bi-weekly']),
    events: z.array(z.string()),
  }),
  closure: z.string(),
  gates: z.array(z.string()),
  lastReviewedAt: instant.nullable(),
  reviewDueAt: instant.nullable().describe('null for a closed risk'),
  reviewOverdue: z.boolean(),
  lastTriggerAt: instant.nullable(),
  triggers: z.array(trigger).describe('Newest first'),
  mitigations: z.array(mitigation),
  next: z
    .object({
      to: z.enum(['mitigating', 'watch', 'closed']),
      allowed: z.boolean().describe('Whether someone may take the step now; only a decision closes a risk'),
      checklist: z.array(
        z.object({
          id: z.enum(['owner', 'plan', 'quiet', 'signals', 'verified', 'closure', 'decision']),
          text: z.string(),
          met: z.boolean(),
          detail: z.string(),
        }),
      ),
    })
    .nullable(),
  decision: z.int().nullable().describe('Number of the decision that closed it'),
  origin: z.enum(['definition', 'browser']),
  droppedAt: instant.nullable().describe('When the definition stopped naming it'),
  version: z.int(),
})

export const riskListSchema = z
  .object({
    program: z.string(),
    revision: z.int(),
    asOf: instant,
    threshold: z.int(),
    risks: z.array(risk).describe('The highest score first'),
  })
  .meta({ id: 'RiskRegister' }) satisfies z.ZodType<RiskListDto>
