import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { loadProgram } from './load'
import { check } from './schema/gates'
import { programSchema } from './schema/program'
import { signal } from './schema/signals'

const guide = readFileSync(new URL('../../docs/program-format.md', import.meta.url), 'utf8')
const [example = '', ...additions] = [...guide.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '')

function faults(source: string): unknown[] {
  const result = loadProgram(source)
  return result.ok ? [] : result.faults
}

describe('docs/program-format.md', () => {
  it('has a complete example that loads as it stands', () => {
    expect(example).toContain('schema: signalbox.program/v1')
    expect(faults(example)).toEqual([])
  })

  it('shows no section in the example that could be left out', () => {
    const whole = parse(example) as Record<string, unknown>
    for (const key of Object.keys(whole)) {
      const { [key]: _, ...rest } = whole
      expect(faults(stringify(rest)), key).toMatchObject([{ path: key }])
    }
  })

  it('has further sections that fit the example', () => {
    const sections = additions.map((text) => parse(text) as Record<string, unknown>)
    expect(sections.flatMap((section) => Object.keys(section))).toEqual([
      'surfaces',
      'evidence',
      'defects',
      'killCriteria',
      'rollbackTriggers',
      'risks',
      'ciIdentities',
    ])
    expect(faults([example, ...additions].join('\n'))).toEqual([])
  })

  it('says every section, check and signal that there is', () => {
    const said = (word: string): boolean => new RegExp(`(\`|^)${word}\\b`, 'm').test(guide)
    for (const key of Object.keys(programSchema.shape)) expect(said(key), key).toBe(true)
    const kinds = [...check.options, ...signal.options].flatMap((option) => option.shape.kind.value)
    expect(kinds.filter((kind) => !said(kind))).toEqual([])
  })

  it('says every code of a fault', () => {
    const codes = (parse(readFileSync(new URL('./fixtures/faults.yaml', import.meta.url), 'utf8')) as Group[]).flatMap(
      (group) => group.rows.map((row) => row.code),
    )
    for (const code of new Set([...codes, 'too_large'])) expect(guide, code).toContain(`\`${code}\``)
  })
})

interface Group {
  rows: { code: string }[]
}
