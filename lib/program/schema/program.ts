import { z } from 'zod'
import { choice, day, id, list, row, rule, text } from './common'
import { defects } from './defects'
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
  schema: z.literal('signalbox.program/v1').describe('The format of this file'),
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,62}$/, 'lower-case letters, digits and "-", starting with a letter')
    .describe('Names the program in addresses and commands; it never changes'),
  title: text.describe('What people call the program'),
  summary: text.describe('What it brings about, in a sentence or two'),
  source: text.optional().describe('The specification that the definition was taken from'),
  zone: zone.describe('The IANA time zone in which days and windows begin'),
  calendar: row({
    revision: z.int().positive().describe('Goes up with each change; deadlines keep the one they were computed with'),
    workdays: list(weekday),
    holidays: z.array(row({ date: day, name: text })),
    choice,
  }).describe('Business days, which deadlines are counted in'),
  window: row({
    length: z.enum(['P1D', 'P1W', 'P2W', 'P1M', 'P3M']),
    kept: z.int().positive().default(8).describe('Windows within one click'),
  }).describe('How long a reporting window is'),
  choices: z
    .array(row({ of: text, why: text }))
    .default([])
    .describe('Values of its own that have no row to carry a choice: what, and why'),
  roles: list(role).describe('The roles that people are given'),
  permissions: permissions.describe('Which roles may do what'),
  permissionsChoice: choice,
  ciIdentities: z.array(ciIdentity).default([]).describe('CI systems that may upload without a stored token'),
  surfaces: surfaces
    .optional()
    .describe('What is built: surfaces with class, obligations and evidence, and the census'),
  evidence: z
    .array(row({ id, title: text, choice }))
    .default([])
    .describe('Evidence ids beside those that surfaces name'),
  defects: defects.optional().describe('Kinds and severities of defects; without them uploads bring none'),
  scoreboard: scoreboard.describe('Dimensions, profiles, environment classes, and the metrics with their limits'),
  phases: list(phase).describe('The phases in their order, each with an entry and an exit gate'),
  ladders: z.array(ladder).default([]).describe('Ladders beside the phases (not built yet)'),
  governance: governance.describe('Councils, decisions, deadlines, waivers'),
  killCriteria: z.array(killCriterion).default([]).describe('What stops a phase at once'),
  rollbackTriggers: z
    .array(rollbackTrigger)
    .default([])
    .describe('What must be done when something breaks, and until when'),
  riskPolicy: riskPolicy.describe('How risks are scored, reviewed and moved'),
  risks: z.array(risk).default([]).describe('The risk register as it starts out'),
  rules: z.array(rule).default([]).describe('Sentences of the specification that are kept as rows'),
})

/** A program definition after defaults: what every rule reads. Plain JSON. */
export type Program = z.output<typeof programSchema>
