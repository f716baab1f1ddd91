import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Fault } from './fault'
import { loadProgram } from './load'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const pump = read('./fixtures/infusion-pump.yaml')
const browser = read('../../programs/asupersync-browser.yaml')

function faults(source: string): Fault[] {
  const result = loadProgram(source)
  return result.ok ? [] : result.faults
}

function digest(source: string): string {
  const result = loadProgram(source)
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return result.loaded.digest
}

/** The source with its first `from` replaced, which must be there. */
function changed(source: string, from: string, to: string): string {
  expect(source.includes(from), `${from} is there`).toBe(true)
  return source.replace(from, () => to)
}

/** The line on which `text` first starts. */
function lineOf(source: string, text: string): number {
  const at = source.indexOf(text)
  expect(at, `${text} is there`).not.toBe(-1)
  return source.slice(0, at).split('\n').length
}

interface Group {
  group: string
  program: string
  rows: { change: string; to: string; code: string; path: string; at?: string }[]
}

const groups = parse(read('./fixtures/faults.yaml')) as Group[]

describe('a good definition', () => {
  it.each([
    ['the bundled program', browser],
    ['a program of quite another shape', pump],
  ])('%s loads', (_, source) => {
    expect(faults(source)).toEqual([])
  })

  it('may be JSON', () => {
    expect(digest(JSON.stringify(parse(pump)))).toBe(digest(pump))
  })

  it('keeps its shape: seats, quorum, days, limits by phase and date', () => {
    const result = loadProgram(pump)
    if (!result.ok) throw new Error('the fixture does not load')
    const { program } = result.loaded
    const [council] = program.governance.councils
    expect(council?.seats.filter((seat) => seat.mandatory)).toHaveLength(3)
    expect(council?.seats).toHaveLength(7)
    expect(council?.approvals).toBe(5)
    expect(program).toMatchObject({ zone: 'Asia/Kolkata', window: { length: 'P1D', kept: 30 } })
    expect(program.surfaces).toBeUndefined()
    expect(program.scoreboard.metrics[0]?.measures[0]?.limits[2]).toEqual({
      profile: 'neonatal',
      phase: 'release',
      from: '2026-06-01',
      hard: 1,
    })
  })
})

describe.each(groups)('$group', ({ program, rows }) => {
  const base = program === 'infusion-pump' ? pump : browser

  it.each(rows)('$code at $path: $to', ({ change, to, code, path, at }) => {
    const put = to.replace('$&', () => change)
    const source = changed(base, change, put)
    expect(faults(source)).toEqual([
      { path, code, line: lineOf(source, at ?? put), message: expect.any(String) as string },
    ])
  })
})

describe('a definition as a whole', () => {
  it('says each missing section', () => {
    const missing = faults('schema: signalbox.program/v1\nid: empty\n').map((fault) => fault.path)
    const sections = ['title', 'summary', 'zone', 'calendar', 'window', 'roles', 'permissions', 'scoreboard']
    expect(missing).toEqual([...sections, 'phases', 'governance', 'riskPolicy'])
  })

  it.each([
    ['nothing', ''],
    ['a list', '- 1'],
    ['a word', 'program'],
    ['null', 'null'],
  ])('refuses %s', (_, source) => {
    expect(faults(source)).toMatchObject([{ path: '', code: 'invalid_type' }])
  })

  it('reports all faults of shape at once, in the order of lines', () => {
    const changes = [
      ['zone: Asia/Kolkata', 'zone: Mars'],
      ['percent: 10', 'percent: ten'],
      ['impact: 5', 'impact: 6'],
    ]
    const source = changes.reduce((text, [from = '', to = '']) => changed(text, from, to), `${pump}\nextra: 1\n`)
    const lines = [...changes.map(([, to = '']) => to), 'extra: 1'].map((text) => lineOf(source, text))
    expect(faults(source).map((fault) => fault.line)).toEqual(lines)
  })

  it('reports text, shape, references and what is not built, all at once, in the order of lines', () => {
    const changes = [
      ['length: P1D', 'length: P2W', 'not_built'],
      ['run_review: [chair]', 'run_review: *everyone', 'yaml'],
      ['hard: 9 s', 'hard: 9 KiB', 'unit'],
      ['percent: 10', 'percent: ten', 'invalid_type'],
      ['keyDelayHours: 24', 'keyDelay: 24', 'unknown_key'],
      ['approvals: 5', 'approvals: 9', 'quorum'],
      ['impact: 5', 'impact: 6', 'too_big'],
      ['owner: safety', 'owner: nobody', 'unknown'],
    ]
    const source = changes.reduce((text, [from = '', to = '']) => changed(text, from, to), pump)
    expect(faults(source).map((fault) => [fault.code, fault.line])).toEqual(
      changes.map(([, to = '', code]) => [code, lineOf(source, to)]),
    )
  })

  it('does not call a row unknown that is only misshaped', () => {
    const source = changed(
      pump,
      '{ id: safety,        title: Safety engineer, ',
      '{ id: safety, titel: Safety engineer,',
    )
    expect(faults(source).map((fault) => [fault.code, fault.path])).toEqual([
      ['invalid_type', 'roles.2.title'],
      ['unknown_key', 'roles.2.titel'],
    ])
    const unnamed = changed(changed(pump, '{ id: bench,         title', '{ title'), 'owner: safety', 'owner: nobody')
    expect(faults(unnamed).map((fault) => fault.path)).toEqual(['roles.7.id'])
  })

  it('still calls a row unknown where something stands beside the list that should not', () => {
    const source = changed(`${pump}\nextra: 1\n`, 'owner: safety', 'owner: nobody')
    expect(faults(source).map((fault) => fault.code)).toEqual(['unknown', 'unknown_key'])
  })

  it('knows a signal that no surface can give', () => {
    const kind = changed(browser, '    - { id: U,', '    - { id: X, title: Nothing }\n    - { id: U,')
    expect(faults(changed(kind, 'evidenceKind: R', 'evidenceKind: X'))).toMatchObject([
      { code: 'never', path: 'killCriteria.4.signals.0' },
    ])
    expect(faults(changed(kind, 'PO-REG, kinds: [R]', 'PO-REG, kinds: [X]'))).toMatchObject([
      { code: 'never', path: 'killCriteria.2.signals.0' },
    ])
    expect(faults(changed(kind, 'PO-REG, kinds: [R]', 'PO-REG, kinds: [X, R]'))).toEqual([])
  })

  it('does not say so where the one surface that gives it is mistyped', () => {
    const kind = changed(browser, '    - { id: U,', '    - { id: X, title: Nothing }\n    - { id: U,')
    const signal = changed(kind, 'evidenceKind: R', 'evidenceKind: X')
    expect(faults(changed(signal, 'I-DB-02]', 'Y-DB-02]')).map((fault) => fault.path)).toEqual([
      'surfaces.retained.34.evidence.1',
    ])
    const duty = changed(
      browser,
      '    - id: PO-OWN\n',
      '    - { id: PO-NEW, title: N, statement: N }\n    - id: PO-OWN\n',
    )
    const watched = changed(duty, 'obligation: PO-OWN }\n      -', 'obligation: PO-NEW }\n      -')
    expect(faults(changed(watched, 'obligations: [PO-CAN, PO-OWN]', 'obligations: [PO-CAN, PO-NOW]'))).toMatchObject([
      { code: 'unknown', path: 'surfaces.retained.31.obligations.1' },
    ])
  })

  it('takes a program whose surfaces are not mapped yet', () => {
    const source = changed(browser, 'evidence: [U-DB-01, I-DB-02]', 'evidence: []')
    expect(faults(changed(source, 'obligations: [PO-CAN, PO-OWN]', 'obligations: []'))).toEqual([])
  })

  it('does not unfold a bomb of anchors', () => {
    const levels = Array.from({ length: 12 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(', ')}]`)
    const started = performance.now()
    expect(faults(['a0: &a0 [x, x, x]', ...levels, pump].join('\n'))).toMatchObject([{ code: 'yaml' }])
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('takes 2 MiB at most, in bytes', () => {
    const filled = (bytes: number): string => `${pump}# ${'é'.repeat((bytes - Buffer.byteLength(pump) - 2) / 2)}`
    const room = 2 * 1024 * 1024 - (Buffer.byteLength(pump) % 2)
    expect(faults(filled(room))).toEqual([])
    expect(faults(filled(room + 2))).toMatchObject([{ code: 'too_large', line: null }])
  })
})

describe('properties', () => {
  type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain }
  const parsed = parse(pump) as Plain

  /** The same value with its keys in another order, by a stream of numbers. */
  function shuffled(value: Plain, next: () => number): Plain {
    if (Array.isArray(value)) return value.map((one) => shuffled(one, next))
    if (typeof value !== 'object' || value === null) return value
    const keys = Object.entries(value).map(([key, one]) => ({ key, one, at: next() }))
    return Object.fromEntries(keys.sort((a, b) => a.at - b.at).map(({ key, one }) => [key, shuffled(one, next)]))
  }

  it('the digest depends on no key order, comment, indentation, style or default', () => {
    const expected = digest(pump)
    fc.assert(
      fc.property(
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 8 }),
        fc.boolean(),
        fc.integer({ min: 20, max: 200 }),
        (order, indent, json, lineWidth) => {
          const value = shuffled(parsed, () => Number(order.next().value))
          const text = json ? JSON.stringify(value, null, indent) : stringify(value, { indent, lineWidth })
          expect(digest(`# ${indent}\n${text}\n# end\n`)).toBe(expected)
        },
      ),
      { numRuns: 40 },
    )
    expect(digest(changed(pump, 'count: 3 }', 'count: 3, choice: Own. }'))).not.toBe(expected)
    expect(digest(changed(pump, 'windows: 5', 'windows: 5.0'))).toBe(expected)
    expect(digest(changed(pump, '{ role: chair }', '{ role: chair, mandatory: true }'))).toBe(expected)
  })

  it('the digest depends on every word', () => {
    const words = [...pump.matchAll(/(?:title|text|description|statement|definition|why|name): ([^,}\n]+)/g)]
    const expected = digest(pump)
    fc.assert(
      fc.property(fc.constantFrom(...words), (match) => {
        const at = match.index + match[0].trimEnd().length
        expect(digest(`${pump.slice(0, at)} x${pump.slice(at)}`)).not.toBe(expected)
      }),
      { numRuns: 40 },
    )
  })

  it('a damaged definition loads or is refused with reasons; it never throws', () => {
    const at = fc.nat({ max: pump.length })
    fc.assert(
      fc.property(
        at,
        fc.nat({ max: 400 }),
        fc.oneof(fc.string(), fc.constantFrom('*a', '&a', '? ', '[', '{', '---', '\t', '!!js/x ', '<<: ')),
        (from, length, put) => {
          const result = loadProgram(pump.slice(0, from) + put + pump.slice(from + length))
          if (result.ok) return
          expect(result.faults.length).toBeGreaterThan(0)
          for (const fault of result.faults) expect(fault.code && fault.message).not.toBe('')
        },
      ),
      { numRuns: 60 },
    )
  })
})
