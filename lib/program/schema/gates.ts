import { z } from 'zod'
import { choice, id, list, row, text } from './common'

const windows = z.int().positive().default(1)

/** Strict as semantics 14 is, yet a filter demands no kind that parity itself does not demand of every surface. */
const KINDS_OF_PARITY = [
  'A filter: evidence of other kinds is not looked at; default: all kinds.',
  'A surface is met when it names evidence of at least one of these kinds, and of each of them that',
  'surfaces.parity.kinds demands, and when all of that evidence passes and none of it is stale.',
  'Where a replay kind is among them, a surface with one of surfaces.parity.replayObligations and no replay proof is',
  'met only while a parity debt stands for it.',
].join(' ')

/** How a criterion is checked (semantics 7). An attestation is the last resort: what can be computed, is. */
export const check = z.discriminatedUnion('kind', [
  row({
    kind: z.literal('attested'),
    roles: list(id).describe('Any one of them attests'),
    evidence: list(text).describe('What the evidence pointers must show'),
    command: z.boolean().default(false).describe('The attestation names the exact command as well'),
    maxAgeDays: z.number().positive().optional(),
    choice,
  }),
  row({
    kind: z.literal('metrics'),
    metrics: list(id),
    windows,
    limitsOf: id.optional().describe('The phase whose limits count, where it is not the current one'),
    choice,
  }),
  row({ kind: z.literal('scoreboard'), status: z.literal('green'), windows, choice }),
  row({
    kind: z.literal('parity'),
    classes: list(id),
    obligations: list(id).optional().describe('Only surfaces with one of these'),
    kinds: list(z.string()).optional().describe(KINDS_OF_PARITY),
    choice,
  }).describe('Every retained surface of the classes is met; where there is none, nothing is'),
  row({ kind: z.literal('mapped'), classes: list(id), choice }).describe(
    'Every module and surface of the classes has a row under `retained` that names an obligation and an evidence id',
  ),
  row({ kind: z.literal('evidence'), ids: list(id), choice }),
  row({ kind: z.literal('risks'), unownedAtOrAbove: z.int().positive().optional(), open: list(id).optional(), choice }),
  row({ kind: z.literal('killCriteria'), choice }),
  row({ kind: z.literal('phase'), phase: id, gate: z.enum(['entry', 'exit']) }).describe('That gate is met'),
  row({
    kind: z.literal('defects'),
    kinds: list(id).describe('Ids of defects.kinds'),
    severities: list(id).describe('Ids of defects.severities'),
    classes: list(id).optional().describe('Only defects on surfaces of these classes, and those that name no surface'),
    releaseCandidates: z.int().positive().optional().describe('None unresolved for this many release candidates'),
    choice,
  }),
  row({
    kind: z.literal('record'),
    system: text,
    roles: list(id),
    count: z.int().positive().default(1),
    choice,
  }),
  row({ kind: z.literal('decision'), decision: id, choice }),
  row({ kind: z.literal('dwell'), days: z.int().positive(), without: list(id) }),
  row({ kind: z.literal('gate'), ladder: id, gate: id }),
])

const criterion = row({
  id,
  text,
  weight: z.number().positive().optional(),
  blocking: z.boolean().optional(),
  check,
  also: list(check).optional().describe('Further checks; the criterion is met when all are'),
})

const gate = row({ passingScore: z.number().positive().optional(), criteria: z.array(criterion).default([]) })

export const phase = row({ id, title: text, entry: gate, exit: gate })

/** Ladders beside the phases: stages, channels, support labels of a surface. */
export const ladder = row({
  id,
  title: text,
  of: z.enum(['program', 'surface']),
  steps: list(row({ id, title: text })),
})

export type Check = z.output<typeof check>
export type Criterion = z.output<typeof criterion>
