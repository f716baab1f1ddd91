import { z } from 'zod'
import { programSchema } from './schema/program'

/** The format's name as an address of nothing: editors need an id, and none has to be online to read a program. */
const ID = 'urn:signalbox:program:v1'

/**
 * The shape of a program definition as JSON Schema, for editors: completion, descriptions, and faults of shape as one
 * types. What lies between rows (ids, units, quorums) the loader alone can tell. Draft 7 is what YAML editors read.
 */
export function programJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(programSchema, { io: 'input', target: 'draft-7' })
  return { $id: ID, title: 'Signalbox program', ...schema }
}
