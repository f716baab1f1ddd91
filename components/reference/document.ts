/** An OpenAPI document as the reference reads it: the parts that ours uses. */
export interface ApiDocument {
  info: { title: string; description?: string }
  paths: Record<string, Record<string, ApiOperation>>
  components: { schemas: Record<string, ApiSchema> }
}

export interface ApiOperation {
  summary: string
  description?: string
  security?: unknown[]
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema: ApiSchema }[]
  requestBody?: { content: Record<string, { schema: ApiSchema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: ApiSchema }> }>
}

export interface ApiSchema {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, ApiSchema>
  required?: string[]
  items?: ApiSchema
  enum?: unknown[]
  anyOf?: ApiSchema[]
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  maxItems?: number
}

/** The name that a reference points to: `Sample`. */
export const nameOf = ({ $ref }: ApiSchema): string | null => $ref?.split('/').at(-1) ?? null

/** A schema's type in a few words: `string (date-time)`, `list of Sample`, `"green" or "red"`. */
export function typeWords(schema: ApiSchema): string {
  const name = nameOf(schema)
  if (name !== null) return name
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeWords).join(' or ')
  if (schema.items !== undefined) return `list of ${typeWords(schema.items)}`
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? 'any']
  const words = types
    .map((type) => (type === 'object' && schema.properties === undefined ? 'object of any fields' : type))
    .join(' or ')
  return schema.format === undefined ? words : `${words} (${schema.format})`
}

/** What a value must keep to, beyond its type. */
export function boundWords(schema: ApiSchema): string[] {
  const { minimum, maximum, maxLength, maxItems } = schema
  return [
    minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? null : `at least ${minimum.toLocaleString('en-US')}`,
    maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? null : `at most ${maximum.toLocaleString('en-US')}`,
    maxLength === undefined ? null : `${maxLength.toLocaleString('en-US')} characters at most`,
    maxItems === undefined ? null : `${maxItems.toLocaleString('en-US')} entries at most`,
  ].filter((words) => words !== null)
}
