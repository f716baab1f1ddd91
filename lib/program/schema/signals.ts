import { z } from 'zod'
import { id, list, row, text } from './common'

/** What fires a kill criterion or a rollback trigger, or reopens a risk (semantics 8): a gated fail, never absence. */
export const signal = z.discriminatedUnion('kind', [
  row({ kind: z.literal('metric'), metric: id }),
  row({
    kind: z.literal('obligation'),
    obligation: id,
    kinds: list(z.string()).optional().describe('Only evidence of these kinds; default: any evidence of the surface'),
  }).describe('Evidence of a retained surface that keeps the obligation fails'),
  row({ kind: z.literal('evidence'), ids: list(id) }).describe('One of these evidence ids fails'),
  row({ kind: z.literal('evidenceKind'), evidenceKind: z.string() }).describe(
    'Any evidence id of this kind that a retained surface names fails',
  ),
  row({
    kind: z.literal('hardCap'),
    metrics: list(id),
    runs: z.int().positive().describe('Consecutive gated runs that carry the series'),
  }),
  row({ kind: z.literal('declared'), text }).describe('A member says so, with evidence'),
])

export type Signal = z.output<typeof signal>
