import { z } from 'zod'
import type { UploadAnswer } from '@/lib/verbs/upload/answer'
import type { CheckpointDto, ConsistencyDto, EntryProofDto } from '@/lib/queries/register/proofs'
import type { ScoreboardDto } from '@/lib/queries/scoreboard'

/** What the API answers, for its document; tests hold real answers against these. */

const verdict = z.enum(['pass', 'warn', 'no_data', 'fail', 'error'])
const status = z.enum(['green', 'yellow', 'red'])
const reasons = z.array(z.string()).describe('Sentences, each starting with its stable code: "over_limit: …"')
const instant = z.iso.datetime()
const figure = z.number().nullable()

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable'),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457; `errors` names every fault of the input by its path' })

export const uploadAnswerSchema = z
  .object({
    run: z.object({
      id: z.string(),
      number: z.int().describe("The run's number here; its page goes by it"),
      commit: z.string().nullable(),
      ref: z.string(),
      gated: z.boolean(),
      complete: z.boolean(),
      page: z.string(),
    }),
    revision: z.int().describe('Number of the program revision that judged'),
    verdicts: z.array(
      z.object({
        metric: z.string().describe('As the upload named it'),
        profile: z.string(),
        environment: z.string(),
        verdict,
        value: figure.describe("In the measure's unit; null without all required seeds"),
        limit: figure.describe('Hard limit; beyond it is a fail, equal passes'),
        warn: figure,
        unit: z.string(),
        window: z.string(),
        reasons,
      }),
    ),
    scoreboard: z.object({ window: z.string(), before: status, after: status }),
    stops: z
      .array(
        z.object({
          incident: z.int(),
          kind: z.enum(['kill', 'rollback', 'review']).describe('A review blocks promotion; the others stop the phase'),
          criteria: z
            .array(z.string())
            .describe('Kill criteria or rollback triggers that fired, or metrics under review'),
          page: z.string(),
        }),
      )
      .describe('Incidents and reviews that this upload opened or joined; mostly none'),
    checkpoint: z
      .string()
      .nullable()
      .describe("The register's newest checkpoint, a signed note (C2SP tlog-checkpoint): keep and compare it"),
  })
  .meta({ id: 'UploadAnswer' }) satisfies z.ZodType<UploadAnswer>

const window = z.object({ id: z.string(), start: instant, end: instant, state: z.enum(['open', 'closed']) })

const series = z.object({
  measure: z.string(),
  profile: z.string(),
  environment: z.string(),
  verdict,
  value: figure,
  unit: z.string(),
  limit: figure,
  warn: figure,
  run: z.string().nullable(),
  runNumber: z.int().nullable(),
  commit: z.string().nullable(),
  artifact: z.string().nullable(),
  sha256: z.string().nullable(),
  observedAt: instant.nullable(),
  age: z.int().nullable().describe('Seconds'),
  carried: z.boolean().describe('From an earlier window'),
  waived: z.boolean(),
  reasons,
})

const metric = z.object({
  id: z.string(),
  title: z.string(),
  dimension: z.string(),
  critical: z.boolean(),
  required: z.boolean(),
  verdict,
  status: status.nullable().describe('null where the metric is not required in this phase'),
  value: figure.describe('Of the series that decides'),
  unit: z.string(),
  limit: figure,
  age: z.int().nullable().describe('Seconds'),
  carried: z.boolean(),
  waived: z.boolean(),
  reasons,
  series: z.array(series),
  trend: z.array(z.object({ window: z.string(), verdict, value: figure, carried: z.boolean() })),
})

export const scoreboardSchema = z
  .object({
    program: z.string(),
    revision: z.int(),
    phase: z.string().nullable().describe('null before the first phase, "released" after the last'),
    window,
    asOf: instant,
    status,
    reasons,
    toGreen: reasons,
    dimensions: z.array(z.object({ id: z.string(), status: status.nullable() })),
    metrics: z.array(metric),
    windows: z.array(window.extend({ status })),
    evaluation: z.object({ number: z.int(), digest: z.string(), createdAt: instant }).nullable(),
    unownedRisks: z
      .array(z.object({ key: z.string(), title: z.string(), score: z.int() }))
      .describe('Risks at or above the threshold that nobody owns now; empty for a closed window'),
  })
  .meta({ id: 'Scoreboard' }) satisfies z.ZodType<ScoreboardDto>

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const path = z.array(hash).describe('Hex, as RFC 6962 orders it')

export const checkpointSchema = z
  .object({
    origin: z.string(),
    size: z.int().describe('Entries in the tree'),
    root: hash,
    note: z.string().describe('The signed note, whole'),
    signedAt: instant,
  })
  .meta({ id: 'Checkpoint' }) satisfies z.ZodType<CheckpointDto>

export const entryProofSchema = z
  .object({
    entry: z.string().describe("The entry's number"),
    leaf: z.int().describe('Its place in the tree'),
    hash: hash.describe('RFC 6962 leaf hash of the entry'),
    path,
    checkpoint: checkpointSchema,
  })
  .meta({ id: 'EntryProof' }) satisfies z.ZodType<EntryProofDto>

export const consistencySchema = z
  .object({
    from: z.object({ size: z.int(), root: hash }),
    to: z.object({ size: z.int(), root: hash }),
    path,
  })
  .meta({ id: 'Consistency' }) satisfies z.ZodType<ConsistencyDto>
