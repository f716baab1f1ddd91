import type { OpenAPIRegistry, RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import type { GateDto } from '@/lib/queries/gates'
import type { IncidentsDto } from '@/lib/queries/incidents'
import type { SurfacesDto } from '@/lib/queries/surfaces'

const instant = z.iso.datetime()
const run = z.object({ id: z.string(), number: z.int() }).nullable()
const reasons = z.array(z.string()).describe('Sentences, each starting with its stable code: "stale: …"')
const side = z.enum(['entry', 'exit'])

const pointer = z.object({
  kind: z.enum([
    'evidence',
    'attestation',
    'record',
    'metric',
    'window',
    'surface',
    'defect',
    'risk',
    'incident',
    'waiver',
    'plan',
    'debt',
    'gate',
    'decision',
  ]),
  id: z.string(),
  label: z.string(),
  at: instant.nullable(),
  run,
  uri: z.string().nullable(),
  sha256: z.string().nullable(),
  command: z.string().nullable(),
  page: z.string().nullable().describe('A page of this installation'),
})

export const gateSchema = z
  .object({
    program: z.string(),
    revision: z.int(),
    phase: z.string(),
    gate: side,
    title: z.string(),
    met: z.boolean(),
    asOf: instant,
    digest: z.string().describe('SHA-256 of everything in the report'),
    judgement: z
      .string()
      .describe(
        'SHA-256 of the judgement: states and what they rest on; neither the clock nor another passing run moves it',
      ),
    releaseCandidate: z.string().nullable(),
    summary: z.string(),
    criteria: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        standing: z.boolean().describe('One that every gate carries'),
        state: z.enum(['met', 'unmet', 'no_data', 'waived']),
        reasons,
        toMeet: reasons,
        evidence: z.array(pointer),
      }),
    ),
  })
  .meta({ id: 'Gate' }) satisfies z.ZodType<GateDto>

export const incidentsSchema = z
  .object({
    program: z.string(),
    zone: z.string(),
    now: instant,
    incidents: z.array(
      z.object({
        id: z.int(),
        kind: z.enum(['kill', 'rollback', 'review']),
        state: z.enum(['open', 'ended']),
        criteria: z
          .array(z.object({ id: z.string(), text: z.string() }))
          .describe('Kill criteria or a rollback trigger; of a review, metrics'),
        statement: z.string(),
        phase: z.string().nullable(),
        openedAt: instant,
        openedBy: z.string(),
        run: run.describe('The gated run that opened it; null where a person or the clock did'),
        dueAt: instant.nullable().describe('Until when it must be decided'),
        endedAt: instant.nullable(),
        outcome: z.string().nullable(),
        decision: z.int().nullable(),
        postMortem: z.object({ dueAt: instant, uri: z.string().nullable(), at: instant.nullable() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'Incidents' }) satisfies z.ZodType<IncidentsDto>

export const surfacesSchema = z
  .object({
    program: z.string(),
    asOf: instant,
    zone: z.string(),
    classes: z.array(z.object({ id: z.string(), title: z.string(), requiredFrom: z.string().nullable() })),
    obligations: z.array(z.object({ id: z.string(), title: z.string() })),
    maxAgeDays: z.number(),
    parity: z.object({ passed: z.int(), total: z.int() }).nullable(),
    surfaces: z.array(
      z.object({
        id: z.string(),
        class: z.string(),
        obligations: z.array(z.string()),
        assertion: z.string(),
        state: z.enum(['met', 'unmet', 'no_data']),
        required: z.boolean(),
        missingKinds: z.array(z.string()),
        debt: z.object({ risk: z.string(), expiresAt: instant, decision: z.int() }).nullable(),
        reasons,
        toMeet: reasons,
        evidence: z.array(
          z.object({
            id: z.string(),
            kind: z.string(),
            state: z.enum(['pass', 'fail', 'stale', 'absent']),
            observedAt: instant.nullable(),
            age: z.int().nullable().describe('Seconds'),
            run,
            artifact: z.string().nullable(),
            sha256: z.string().nullable(),
            command: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Surfaces' }) satisfies z.ZodType<SurfacesDto>

/** Reads of gates, incidents and surfaces (semantics 15). */
export function gatePaths(
  registry: OpenAPIRegistry,
  security: RouteConfig['security'],
  faults: (...codes: number[]) => RouteConfig['responses'],
): void {
  const program = z.string().describe("The program's id")
  const read = (path: string, operationId: string, summary: string, params: z.ZodObject, schema: z.ZodType): void => {
    registry.registerPath({
      method: 'get',
      path: `/api/v1/programs/{program}/${path}`,
      operationId,
      summary,
      ...(security === undefined ? {} : { security }),
      request: { params },
      responses: {
        200: { description: summary, content: { 'application/json': { schema } } },
        ...faults(401, 404, 503),
      },
    })
  }
  const of = z.object({ program })
  read(
    'gates/{phase}/{gate}',
    'readGate',
    'Read a gate as of now',
    of.extend({ phase: z.string(), gate: side }),
    gateSchema,
  )
  read('incidents', 'readIncidents', 'Read incidents, the open ones first', of, incidentsSchema)
  read('surfaces', 'readSurfaces', 'Read the parity of every retained surface', of, surfacesSchema)
}
