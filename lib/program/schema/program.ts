import { z } from 'zod'
import { day, id, list, row, rule, text } from './common'
import { ladder, phase } from './gates'
import { governance, killCriterion, permissions, risk, riskPolicy, role, rollbackTrigger } from './governance'
import { scoreboard } from './metrics'
import { surfaces } from './surfaces'

const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])

const zone = z.string().refine(isZone, 'an IANA time zone such as Europe/Berlin')

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

/** A CI system whose tokens (OIDC) may upload; its claims set commit, ref, run and attempt (semantics 3). */
const ciIdentity = row({
  id,
  issuer: z.url(),
  audience: z.string().min(1),
  require: z.record(z.string(), z.string()).describe('Claims that must have exactly these values'),
  claims: row({ commit: z.string(), ref: z.string(), run: z.string(), attempt: z.string().optional() }),
  gated: z.boolean(),
})

/** A release program, whole (semantics 2). What it can say and Signalbox cannot yet do is refused by `built.ts`. */
export const programSchema = row({
  schema: z.literal('signalbox.program/v1'),
  id: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/, 'lower-case letters, digits and "-", starting with a letter'),
  title: text,
  summary: text,
  source: text.optional(),
  zone,
  calendar: row({
    revision: z.int().positive(),
    workdays: list(weekday),
    holidays: z.array(row({ date: day, name: text })),
  }),
  window: row({ length: z.enum(['P1D', 'P1W', 'P2W', 'P1M', 'P3M']), kept: z.int().positive().default(8) }),
  choices: z.array(row({ of: text, why: text })).default([]),
  roles: list(role),
  permissions,
  ciIdentities: z.array(ciIdentity).default([]),
  surfaces: surfaces.optional(),
  evidence: z
    .array(row({ id, title: text }))
    .default([])
    .describe('Evidence ids beside those that surfaces name'),
  scoreboard,
  phases: list(phase),
  ladders: z.array(ladder).default([]),
  governance,
  killCriteria: z.array(killCriterion).default([]),
  rollbackTriggers: z.array(rollbackTrigger).default([]),
  riskPolicy,
  risks: z.array(risk).default([]),
  rules: z.array(rule).default([]).describe('Sentences of the specification that are kept as rows'),
})

/** A program definition after defaults: what every rule reads. Plain JSON. */
export type Program = z.output<typeof programSchema>
