import type { OpenAPIRegistry, RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { decisionKinds, decisionStates } from '@/lib/domain/decision/kinds'

const instant = z.iso.datetime()
const seat = z.object({ role: z.string(), title: z.string() })
const outcome = z.enum(['approved', 'rejected']).nullable()

const decisionSchema = z.object({
  number: z.int(),
  kind: z.enum(decisionKinds),
  kindTitle: z.string(),
  subject: z.string(),
  title: z.string(),
  state: z.enum(decisionStates),
  outcome,
  round: z.int().describe('How often it has been sealed'),
  proposer: z.object({ user: z.string(), name: z.string() }),
  proposedAt: instant,
  sealedAt: instant.nullable(),
  endedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  deadline: z
    .object({ severity: z.enum(['critical', 'high', 'medium']), dueAt: instant, breachedAt: instant.nullable() })
    .nullable(),
  waitsFor: z.array(seat).describe('Seats whose votes are still to come'),
  waitsForMe: z.boolean().describe('Always false for a token'),
})

const packetSchema = z.object({
  id: z.int(),
  decision: z.int(),
  kind: z.enum(decisionKinds),
  title: z.string(),
  round: z.int(),
  sha256: z.string().describe('Of the packet, hex'),
  judgement: z.string().describe('Digest of what must hold when the decision falls, hex'),
  sealedAt: instant,
  state: z.enum(decisionStates),
  outcome,
  decided: z.boolean().describe('Its decision was decided on this very packet: there is a bundle'),
})

/** The endpoints of decisions and packets, for the OpenAPI document. */
export function decisionPaths(
  registry: OpenAPIRegistry,
  security: NonNullable<RouteConfig['security']>,
  faults: (...codes: number[]) => RouteConfig['responses'],
): void {
  const program = z.string().describe("The program's id")
  for (const [name, what, schema] of [
    ['decisions', 'Read the decisions of a program, newest first', decisionSchema],
    ['packets', 'Read the sealed packets of a program, newest first', packetSchema],
  ] as const) {
    registry.registerPath({
      method: 'get',
      path: `/api/v1/programs/{program}/${name}`,
      operationId: name === 'decisions' ? 'readDecisions' : 'readPackets',
      summary: what,
      security,
      request: { params: z.object({ program }) },
      responses: {
        200: { description: what, content: { 'application/json': { schema: z.object({ [name]: z.array(schema) }) } } },
        ...faults(401, 404, 503),
      },
    })
  }
  const packet = z.int().describe("The packet's id, from the list")
  for (const [path, operationId, what, ...others] of [
    ['', 'readPacket', 'Read a sealed packet: the very bytes that its SHA-256 is of'],
    ['/bundle', 'readBundle', 'Read the bundle that proves what was decided on a packet, for `signalbox verify`', 409],
  ] as const) {
    registry.registerPath({
      method: 'get',
      path: `/api/v1/programs/{program}/packets/{packet}${path}`,
      operationId,
      summary: what,
      security,
      request: { params: z.object({ program, packet }) },
      responses: {
        200: { description: what, content: { 'application/json': { schema: z.looseObject({ schema: z.string() }) } } },
        ...faults(401, 404, ...others, 503),
      },
    })
  }
}
