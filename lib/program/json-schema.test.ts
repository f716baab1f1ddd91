import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { programJsonSchema } from './json-schema'
import { programSchema } from './schema/program'

const read = (path: string): unknown => parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
const schema = programJsonSchema()
const properties = schema.properties as Record<string, { description?: string }>

/** The schema as something other than itself would apply it. */
const validator = z.fromJSONSchema(schema)
const browser = read('../../programs/asupersync-browser.yaml') as Record<string, unknown>

describe('the JSON Schema for editors', () => {
  it('has an id and says which draft it is', () => {
    expect(schema).toMatchObject({
      $id: 'urn:signalbox:program:v1',
      $schema: 'http://json-schema.org/draft-07/schema#',
      additionalProperties: false,
    })
  })

  it('describes every key of a program', () => {
    expect(Object.keys(properties)).toEqual(Object.keys(programSchema.shape))
    for (const [key, { description }] of Object.entries(properties)) expect(description, key).toMatch(/\w{3}/)
  })

  it('asks for what has no default, and for nothing else', () => {
    const sections = ['calendar', 'window', 'roles', 'permissions', 'scoreboard', 'phases', 'governance', 'riskPolicy']
    expect(schema.required).toEqual(['schema', 'id', 'title', 'summary', 'zone', ...sections])
  })

  it.each([
    ['the bundled program', browser],
    ['a program of another shape', read('./fixtures/infusion-pump.yaml')],
  ])('takes %s', (_, program) => {
    expect(validator.safeParse(program).error?.issues).toBeUndefined()
  })

  it.each([
    ['an unknown key', { ...browser, extra: 1 }],
    ['a missing section', { ...browser, phases: undefined }],
    ['a wrong word', { ...browser, window: { length: 'P3D' } }],
    [
      'a check of no kind',
      { ...browser, phases: [{ id: 'a', title: 'A', entry: { criteria: [{ id: 'x' }] }, exit: {} }] },
    ],
  ])('refuses %s', (_, program) => {
    expect(validator.safeParse(program).success).toBe(false)
  })
})
