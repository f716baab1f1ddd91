import { z } from 'zod'
import { choice, day, id, list, row, text } from './common'

/** A number in the measure's unit, or with a unit that converts into it: `650 KiB`. */
const amount = z.union([
  z.number(),
  z.string().regex(/^-?\d+(\.\d+)? \S.*$/, 'a number, or a number and a unit such as "650 KiB"'),
])

const limit = row({
  profile: id.optional(),
  environment: id.optional(),
  phase: id.optional(),
  from: day.optional().describe("The limit holds from this day's 00:00 in the program's zone"),
  warn: amount.optional(),
  hard: amount,
  choice,
})

const seedProtocol = row({
  seeds: list(z.int()),
  iterations: z.int().positive().optional().describe('Iterations a seed that the harness must run'),
  acceptsSummaries: z
    .boolean()
    .default(false)
    .describe('A sample without a seed is a value the harness has reduced itself, and counts as such'),
  choice,
})

const regression = row({
  percent: z.number().positive(),
  baselines: list(row({ profile: id.optional(), environment: id.optional(), value: amount })),
  choice,
})

const measure = row({
  id,
  title: text,
  unit: z.string().min(1).max(40),
  kind: z
    .enum(['amount', 'change', 'count', 'proportion'])
    .optional()
    .describe('Inferred from the unit; a change may be negative, a proportion lies between 0 and 1'),
  better: z.enum(['lower', 'higher']),
  profiles: z.array(id).describe('Profiles in which the measure is required'),
  environments: z.array(id).describe('Environment classes in which the measure is required'),
  limits: z.array(limit).default([]),
  seedProtocol: seedProtocol.optional(),
  regression: regression.optional(),
  choice,
})

const cadence = z.enum(['gated-run', 'build', 'nightly', 'daily', 'weekly', 'bi-weekly', 'monthly'])

const metric = row({
  id,
  title: text,
  dimension: id,
  definition: text,
  target: text,
  source: text,
  owner: id
    .optional()
    .describe(
      'Role that is told when it has no data or cannot be judged; default: whoever decides stop_or_continue, else incidents',
    ),
  cadence: row({ text, every: cadence }),
  critical: z.boolean(),
  scoreboard: z.boolean().default(true).describe('false: measured and shown, but off the scoreboard'),
  requiredFrom: id.optional().describe('The first phase in which the scoreboard requires the metric'),
  rollUp: z.enum(['worst', 'latest']).optional().describe('Default: worst for critical metrics, latest for others'),
  maxAgeDays: z.number().positive().optional().describe('Default by cadence'),
  trend: z.enum(['falling', 'not_falling']).optional(),
  provenance: z.enum(['command', 'record', 'either']).default('command'),
  replay: z.boolean().default(false).describe('A correctness claim that needs a replay pointer in the weekly packet'),
  derived: z
    .literal('parity')
    .optional()
    .describe('Its value also follows from evidence: passed / named ids of the required surfaces; the worse counts'),
  measures: list(measure),
  choice,
})

export const scoreboard = row({
  dimensions: list(row({ id, title: text, choice })),
  profiles: list(row({ id, title: text, description: text, choice })),
  environments: list(row({ id, title: text, description: text, choice })),
  gatedRefs: list(z.string().min(1)).describe('Refs whose runs may be gated; "*" stands for any characters'),
  metrics: list(metric),
  choice,
})

export type Metric = z.output<typeof metric>
export type Measure = z.output<typeof measure>
