import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { uploadSchema } from '@/lib/ingest/upload'
import { gatePaths } from './gates-schemas'
import {
  checkpointSchema,
  consistencySchema,
  entryProofSchema,
  problemSchema,
  scoreboardSchema,
  uploadAnswerSchema,
} from './schemas'
import { decisionPaths } from './decision-schemas'
import { riskListSchema } from './risk-schemas'

const problems: Record<number, string> = {
  400: 'Unreadable',
  401: 'No token, or one that does not stand',
  403: 'Not within the rights of this identity',
  404: 'There is no such thing, or this identity may not see it',
  409: 'Conflicts with what is stored',
  413: 'Too large: 8 MiB inflated, 10,000 entries a list',
  415: 'Not application/json, or an unknown encoding',
  422: 'Refused: `errors` names every fault by path',
  429: 'Too many requests',
  503: 'Busy or out of reach: try again after Retry-After',
}

const healthSchema = z.object({
  status: z.string(),
  register: z
    .object({ signing: z.boolean(), refused: z.string().nullable().describe('Why nothing is signed') })
    .optional()
    .describe('Of `ready`: whether entries are sealed'),
})

type Document = ReturnType<OpenApiGeneratorV31['generateDocument']>

/** The OpenAPI document, from the schemas that validate requests and describe answers. */
export function openApiDocument(uploadsPerMinute: number): Document {
  const registry = new OpenAPIRegistry()
  const token = registry.registerComponent('securitySchemes', 'token', {
    type: 'http',
    scheme: 'bearer',
    description:
      'A token of the program (`signalbox token create`), or the OIDC token of a CI identity the program names.',
  })
  const security = [{ [token.name]: [] }]
  const program = z.string().describe("The program's id")
  const problem = { 'application/problem+json': { schema: problemSchema } }
  const faults = (...codes: number[]) =>
    Object.fromEntries(codes.map((code) => [code, { description: problems[code] ?? '', content: problem }]))

  registry.registerPath({
    method: 'post',
    path: '/api/v1/programs/{program}/runs',
    operationId: 'uploadRun',
    summary: 'Upload a run',
    description: `Taken whole or not at all. Without an Idempotency-Key the body's own digest stands in for it: the same body stores once and is answered alike. Gated uploads need a token with that right and a ref the program lists. An identity may upload ${uploadsPerMinute} times a minute.`,
    security,
    request: {
      params: z.object({ program }),
      headers: z.object({
        'Idempotency-Key': z
          .string()
          .max(255)
          .optional()
          .describe('Does not expire; the same key with another body is 409'),
        'Content-Encoding': z.enum(['gzip']).optional(),
      }),
      body: { required: true, content: { 'application/json': { schema: uploadSchema } } },
    },
    responses: {
      201: { description: 'Taken, or taken before', content: { 'application/json': { schema: uploadAnswerSchema } } },
      ...faults(400, 401, 403, 404, 409, 413, 415, 422, 429, 503),
    },
  })
  registry.registerPath({
    method: 'get',
    path: '/api/v1/programs/{program}/scoreboard',
    operationId: 'readScoreboard',
    summary: 'Read the scoreboard of a window',
    security,
    request: {
      params: z.object({ program }),
      query: z.object({
        window: z.string().optional().describe('`2026-W47`; the window that holds now where left out'),
      }),
    },
    responses: {
      200: { description: 'The scoreboard', content: { 'application/json': { schema: scoreboardSchema } } },
      ...faults(401, 404, 503),
    },
  })
  gatePaths(registry, security, faults)
  registerPaths(registry, faults)
  decisionPaths(registry, security, faults)
  registry.registerPath({
    method: 'get',
    path: '/api/v1/programs/{program}/risks',
    operationId: 'readRisks',
    summary: 'Read the risk register',
    security,
    request: { params: z.object({ program }) },
    responses: {
      200: { description: 'The register', content: { 'application/json': { schema: riskListSchema } } },
      ...faults(401, 404, 503),
    },
  })
  for (const [path, summary] of [
    ['/api/health/live', 'The process answers'],
    ['/api/health/ready', 'The database answers, too'],
  ] as const) {
    registry.registerPath({
      method: 'get',
      path,
      summary,
      responses: {
        200: { description: 'Yes', content: { 'application/json': { schema: healthSchema } } },
        ...faults(503),
      },
    })
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Signalbox', version: '1', description: 'Facts in from CI; verdicts, scoreboard and gates out.' },
  })
}

/** The register's heads and proofs: hashes alone, so they need no token. */
function registerPaths(registry: OpenAPIRegistry, faults: (...codes: number[]) => RouteConfig['responses']): void {
  const size = z.int().min(0)
  const paths = [
    {
      path: '/api/v1/register/checkpoint',
      operationId: 'readCheckpoint',
      summary: "Read the register's newest checkpoint",
      schema: checkpointSchema,
    },
    {
      path: '/api/v1/register/proof',
      operationId: 'proveEntry',
      summary: 'Prove that an entry is in the newest checkpoint',
      schema: entryProofSchema,
      query: z.object({ entry: z.string().optional(), leaf: size.optional() }),
    },
    {
      path: '/api/v1/register/consistency',
      operationId: 'proveConsistency',
      summary: 'Prove that an earlier tree is the beginning of a later one',
      schema: consistencySchema,
      query: z.object({ from: size, to: size.optional().describe('The newest checkpoint where left out') }),
    },
  ]
  for (const { schema, query, ...path } of paths) {
    registry.registerPath({
      method: 'get',
      ...path,
      ...(query === undefined ? {} : { request: { query } }),
      responses: {
        200: { description: 'As asked', content: { 'application/json': { schema } } },
        ...faults(404, 422, 503),
      },
    })
  }
}
