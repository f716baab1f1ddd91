import { z } from 'zod'

/**
 * The body of an upload (semantics 3 and 15). One schema validates it, types the code and makes the OpenAPI document.
 * It has no defaults and no transforms: what came in is what is judged and stored.
 */

const MAX_ITEMS = 10_000

/** Printable, one line: ids and refs. */
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must be one line without control characters')

const instant = z.iso
  .datetime({ offset: true, error: 'must be an instant with its offset, such as 2026-11-22T19:33:28.000Z' })
  .describe('An instant with its offset; kept to the millisecond')

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits')

const countFrom = (least: number) => z.int().min(least).max(1e12)

const artifact = z
  .strictObject({
    uri: line(2_048).describe('Pointer to the source artifact; http(s) is shown as a link'),
    sha256: sha256.optional(),
  })
  .meta({ id: 'Artifact' })

const environment = z
  .object({
    class: line(64).optional().describe("One of the program's environments; may be left out where it has one"),
  })
  .catchall(z.union([line(200), z.number(), z.boolean()]))
  .refine((value) => Object.keys(value).length <= 33, 'has more than 32 fingerprint fields')
  .meta({ id: 'Environment', description: 'The class and the fingerprint: toolchain, browser or device, and more' })

const command = z.string().min(1).max(4_000).describe('The exact command that produced it')

const record = z
  .strictObject({ system: line(200), id: line(200), recordedBy: line(200) })
  .meta({ id: 'AuditedRecord', description: 'A record of an audited system' })

const sampleSchema = z
  .strictObject({
    metric: line(64).describe('Metric or measure id'),
    value: z.number().optional(),
    passed: countFrom(0).optional(),
    total: countFrom(1).optional(),
    unit: line(40),
    observedAt: instant,
    artifact,
    profile: line(64).describe('Profile or scenario'),
    environment,
    command: command.optional(),
    record: record.optional(),
    seed: z.int().optional(),
    replay: line(2_048).optional().describe('Replay pointer'),
  })
  .meta({ id: 'Sample' })

const evidenceSchema = z
  .strictObject({
    id: line(64),
    outcome: z.enum(['pass', 'fail', 'error']),
    observedAt: instant,
    artifact,
    command,
    replay: line(2_048).optional(),
  })
  .meta({ id: 'EvidenceResult' })

const defectSchema = z
  .strictObject({
    id: line(200),
    title: z.string().min(1).max(500).optional(),
    kind: line(64),
    severity: line(64),
    surface: line(64).optional(),
    opened: instant,
    resolved: instant.optional(),
  })
  .meta({ id: 'Defect' })

const runSchema = z
  .strictObject({
    id: line(200).describe('Unique for the program and the token; every upload of the run repeats it'),
    commit: z.string().regex(/^[0-9a-f]{7,64}$/, 'must be 7 to 64 lower-case hex digits'),
    ref: line(255).describe('Full (`refs/heads/main`); a bare name is a branch'),
    startedAt: instant,
    ciUrl: line(2_048).optional(),
    gated: z.boolean(),
    complete: z.boolean().describe('true ends the run; nothing can be added to it afterwards'),
    releaseCandidate: line(100).optional(),
  })
  .meta({ id: 'Run' })

export const uploadSchema = z
  .strictObject({
    run: runSchema,
    samples: z.array(sampleSchema).max(MAX_ITEMS).optional(),
    evidence: z.array(evidenceSchema).max(MAX_ITEMS).optional(),
    defects: z.array(defectSchema).max(MAX_ITEMS).optional().describe('The complete list of defects as of now'),
  })
  .meta({ id: 'Upload' })

export type UploadBody = z.infer<typeof uploadSchema>
export type SampleBody = z.infer<typeof sampleSchema>
export type EvidenceBody = z.infer<typeof evidenceSchema>

export const MAX_SAMPLES = MAX_ITEMS

/** A ref in full form: `main` is `refs/heads/main`. */
export const fullRef = (ref: string): string => (ref.startsWith('refs/') ? ref : `refs/heads/${ref}`)
