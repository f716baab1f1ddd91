import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type JsonFault, parseStrictJson } from './json'

const parse = (text: string): ReturnType<typeof parseStrictJson> => parseStrictJson(Buffer.from(text))
const faultsOf = (text: string): JsonFault[] => {
  const parsed = parse(text)
  return parsed.ok ? [] : parsed.faults
}
const brief = (text: string): [string, string][] => faultsOf(text).map(({ path, code }) => [path, code])

describe('a key that an object has twice', () => {
  it.each([
    ['{"a":1,"a":1}', ['a']],
    ['{"a":1,"b":2,"a":3,"a":4}', ['a', 'a']],
    ['{ "a" : 1 ,\n\t"a"\r\n: 2 }', ['a']],
    ['{"":1,"":2}', ['']],
    ['{"a" :1,"b":2,"b":3}', ['b']],
    ['{"a"\n\t\r :1,"b":2,"b" :3}', ['b']],
    // The same key in another spelling.
    [String.raw`{"a":1,"\u0061":2}`, ['a']],
    [String.raw`{"\u0061":1,"\u0061":2}`, ['a']],
    [String.raw`{"/":1,"\/":2}`, ['/']],
    [String.raw`{"\t":1,"\u0009":2}`, ['\t']],
    [String.raw`{"é":1,"\u00e9":2,"\u00E9":3}`, ['é', 'é']],
    [String.raw`{"😀":1,"\ud83d\ude00":2}`, ['😀']],
    [String.raw`{"\"":1,"\u0022":2}`, ['"']],
    [String.raw`{"\\":1,"\u005c":2}`, ['\\']],
    // Further in, and in lists.
    ['{"a":{"b":1,"b":2}}', ['a.b']],
    ['[{"a":1},{"a":1,"a":2}]', ['1.a']],
    ['{"x":[[],[0,{"a":[{"k":1,"k":2}]}]]}', ['x.1.1.a.0.k']],
    ['{"a":{"a":{"a":1,"a":2},"a":3}}', ['a.a.a', 'a.a']],
    ['{"a":[1,2],"b":{"a":1},"a":[]}', ['a']],
    ['{"a":{"x":1,"x":2},"a":{"x":1,"x":2}}', ['a.x', 'a', 'a.x']],
    // Names that every object has.
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['{"a":{"__proto__":{"b":1,"b":2}}}', ['a.__proto__.b']],
    ['{"constructor":1,"constructor":2}', ['constructor']],
    ['{"toString":1,"hasOwnProperty":1,"toString":2}', ['toString']],
  ])('%s', (text, paths) => {
    expect(brief(text)).toEqual(paths.map((path) => [path, 'duplicate_key']))
  })

  it.each([
    ['{"a":1,"b":{"a":1},"c":[{"a":1},{"a":1}]}'],
    ['{"a":"a","b":"a"}'],
    ['["a","a","a"]'],
    ['{"a":"\\"a\\":1,","b":"{\\"a\\":1,\\"a\\":2}"}'],
    ['{"a":":","b":"a:"}'],
    ['{"a":1,"A":2,"a ":3," a":4}'],
    // Composed and decomposed: two keys, as JSON sees them.
    [String.raw`{"\u00e9":1,"e\u0301":2}`],
    ['{"__proto__":1,"constructor":2}'],
    ['{"a\\\\":1,"a":2}'],
    ['{}'],
    ['[]'],
    ['[{},{},[{}]]'],
  ])('is none in %s', (text) => {
    expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown })
  })
})

describe('a text that no fact may hold', () => {
  it.each([
    [String.raw`{"a":"x\u0000y"}`, [['a', 'nul']]],
    [String.raw`"\u0000"`, [['', 'nul']]],
    [String.raw`{"a":["b",{"c":"\u0000"}]}`, [['a.1.c', 'nul']]],
    [String.raw`{"a\u0000":1}`, [['a\u0000', 'nul']]],
    [String.raw`{"a":"\ud800"}`, [['a', 'surrogate']]],
    [String.raw`{"a":"\udc00"}`, [['a', 'surrogate']]],
    [String.raw`{"a":"\ude00\ud83d"}`, [['a', 'surrogate']]],
    [String.raw`{"a":"\uD83Dx\uDE00"}`, [['a', 'surrogate']]],
    [
      String.raw`["\ud83d","ok","\u0000\ud83d"]`,
      [
        ['0', 'surrogate'],
        ['2', 'nul'],
        ['2', 'surrogate'],
      ],
    ],
    [String.raw`{"\ud800":1}`, [['\ud800', 'surrogate']]],
  ])('%s', (text, expected) => {
    expect(brief(text)).toEqual(expected)
  })

  it.each([
    [String.raw`"\ud83d\ude00"`, '😀'],
    [String.raw`"\\u0000"`, String.raw`\u0000`],
    [String.raw`"\\\\ud800"`, String.raw`\\ud800`],
    [String.raw`"\u0001\u001f\u007f\ufffe\uffff"`, '\u0001\u001f\u007f\ufffe\uffff'],
    ['"\u2028"', '\u2028'],
  ])('is not %s', (text, value) => {
    expect(parse(text)).toEqual({ ok: true, value })
  })

  it('is listed beside keys that are there twice', () => {
    expect(brief(String.raw`{"a":1,"a":"\u0000","b":"\ud800"}`)).toEqual([
      ['a', 'duplicate_key'],
      ['a', 'nul'],
      ['b', 'surrogate'],
    ])
  })
})

describe('what is not JSON in UTF-8', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \n'],
    ['half a value', '{"a":'],
    ['two values', '{}{}'],
    ['a trailing comma', '[1,]'],
    ['a comment', '{} // x'],
    ['single quotes', "{'a':1}"],
    ['bare words', '{a:1}'],
    ['NaN', '[NaN]'],
    ['Infinity', '[Infinity]'],
    ['a number with a leading zero', '[01]'],
    ['a raw NUL in a text', '"\u0000"'],
    ['a raw line break in a text', '"\n"'],
    ['an escape there is not', String.raw`"\x41"`],
    ['a second byte order mark', '\ufeff\ufeff{}'],
  ])('%s is one fault', (_, text) => {
    expect(brief(text)).toEqual([['', 'unreadable']])
  })

  it.each([
    ['a byte alone', [0x22, 0xff, 0x22]],
    ['half a character', [0x22, 0xe2, 0x82, 0x22]],
    ['an overlong slash', [0x22, 0xc0, 0xaf, 0x22]],
    ['an overlong NUL', [0x22, 0xc0, 0x80, 0x22]],
    ['a surrogate, as CESU-8 has it', [0x22, 0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80, 0x22]],
    ['past Unicode', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['Latin-1', [...Buffer.from('{"a":"é"}', 'latin1')]],
    ['UTF-16 with its mark', [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]],
  ])('%s is refused, not replaced', (_, bytes) => {
    const parsed = parseStrictJson(Uint8Array.from(bytes))
    expect(parsed).toEqual({
      ok: false,
      faults: [{ path: '', code: 'unreadable', message: 'The body is not UTF-8.' }],
    })
  })

  it('is not a byte order mark, which says nothing', () => {
    expect(parse('\ufeff{"a":1}')).toEqual({ ok: true, value: { a: 1 } })
  })

  it.each([
    ['lists', 200_000, '[', ']'],
    ['objects', 200_000, '{"a":', '}', '1'],
    ['both', 100_000, '[{"a":', '}]', '1'],
  ])('is nesting without end, of %s', (_, depth, open, close, core = '') => {
    const [fault, ...more] = faultsOf(open.repeat(depth) + core + close.repeat(depth))
    expect(fault?.code).toBe('unreadable')
    expect(more).toEqual([])
  })

  it('is not nesting that a body could have', () => {
    expect(parse('['.repeat(100) + ']'.repeat(100)).ok).toBe(true)
    expect(brief(`${'[{"a":'.repeat(50)}{"k":1,"k":2}${'}]'.repeat(50)}`)).toHaveLength(1)
  })
})

describe('parseStrictJson', () => {
  const clean = (value: unknown): boolean => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value))

  it('reads whatever JSON.stringify wrote, in any layout', () => {
    const spacing = fc.constantFrom(undefined, 1, 2, '\t')
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), spacing, (value, space) => {
        fc.pre(clean(value))
        const text = JSON.stringify(value, null, space)
        expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown })
      }),
    )
  })

  it('reads keys of any kind, escaped or not', () => {
    const key = fc.string({ unit: fc.constantFrom('"', '\\', ':', ',', '{', '}', '[', ']', 'a', ' ', '\n', 'é', '😀') })
    fc.assert(
      fc.property(fc.dictionary(key, key), (value) => {
        const plain = JSON.stringify(value)
        const escaped = plain.replace(/[a-zé]|[\ud800-\udfff]/g, (unit) => {
          return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
        })
        fc.pre(!plain.includes('\\n'))
        for (const text of [plain, escaped])
          expect(parse(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown })
      }),
    )
  })

  it('names a key that is doubled anywhere, and nothing else', () => {
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(1, 'x', ':', '"', null),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', '"', ':'), tie('node'), { maxKeys: 3 }),
      ),
    })).node
    fc.assert(
      fc.property(tree, (inner) => {
        const text = JSON.stringify({ rest: inner, spot: { k: 1, DUP: 2 }, more: [inner] })
        expect(brief(text)).toEqual([])
        expect(brief(text.replace('"DUP"', '"k"'))).toEqual([['spot.k', 'duplicate_key']])
        expect(brief(text.replace('"DUP"', '"\\u006b"'))).toEqual([['spot.k', 'duplicate_key']])
      }),
    )
  })

  it('never throws, whatever the bytes', () => {
    const shape = fc.string({
      unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'u', '0', 'd', '8', 'a', ' '),
    })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 30 }),
          shape.map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          const parsed = parseStrictJson(bytes)
          if (!parsed.ok) expect(parsed.faults.length).toBeGreaterThan(0)
        },
      ),
    )
  })
})
