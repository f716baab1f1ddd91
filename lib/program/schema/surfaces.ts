import { z } from 'zod'
import { choice, id, list, row, text } from './common'

const count = z.int().nonnegative()

const surface = row({
  id,
  class: id,
  note: text.optional(),
  obligations: z.array(id).describe('None yet: the surface is unmapped, and its parity incomplete'),
  assertion: text,
  evidence: z.array(id).describe('Ids that start with their kind: U-TYPES-01'),
})

export const surfaces = row({
  obligations: list(row({ id, title: text, statement: text, choice })),
  evidenceKinds: list(row({ id: z.string().regex(/^[A-Z]+$/), title: text, replay: z.boolean().default(false) })),
  classes: list(
    row({
      id,
      title: text,
      retained: z.boolean(),
      requiredFrom: id.optional(),
      why: text,
      choice,
    }),
  ),
  parity: row({
    kinds: list(z.string()).describe('A retained surface without evidence of each of these kinds is parity-incomplete'),
    replayObligations: list(id).describe('A surface with one of these and no replay proof is temporary risk debt'),
    maxAgeDays: z.number().positive(),
    rules: list(text),
    choice,
  }),
  retained: list(surface),
  crates: list(
    row({
      id,
      status: z.enum(['required', 'optional', 'deferred']),
      qualifier: text.optional(),
      fanOut: count,
      notes: text,
    }),
  ),
  modules: list(
    row({
      id,
      class: id,
      files: count,
      loc: count,
      pubItems: count,
      osRiskHits: count,
      fanIn: count,
      fanOut: count,
      note: text.optional(),
    }),
  ),
  census: row({
    tokens: list(z.string().min(1)).describe('Tokens whose lines count as OS-risk hits'),
    method: list(text),
    hotspots: list(row({ module: id, hits: count, note: text })),
    nativeTokens: list(z.union([z.string().min(1), row({ id: z.string().min(1), group: text })])).describe(
      'Native tokens in the tree; those of one group are named together',
    ),
    commands: list(row({ title: text, command: text })),
  }),
  closure: row({
    forbiddenCrates: list(row({ id, note: text.optional() })),
    check: row({ command: text, observed: text, interpretation: text }),
  }),
  deliverables: list(row({ id, text })),
})
