import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type Json } from './canonical'
import { digestOf, sha256 } from './digest'

const parse = (text: string): Json => JSON.parse(text) as Json

describe('canonicalJson', () => {
  // RFC 8785, appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the number %s as %s', (bits, expected) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(expected)
  })

  it.each([Number.NaN, Infinity, -Infinity])('refuses %d, wherever it stands', (value) => {
    for (const place of [value, [value], { a: { b: [value] } }]) expect(() => canonicalJson(place)).toThrow(TypeError)
  })

  it('writes the sample of RFC 8785, section 3.2.2', () => {
    const sample = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`
    expect(canonicalJson(parse(sample))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
  })

  it('sorts keys by UTF-16 code units (section 3.2.3)', () => {
    const sample = String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
    }`
    expect(Object.values(JSON.parse(canonicalJson(parse(sample))) as Record<string, string>).slice(1)).toEqual([
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
    expect(canonicalJson(parse(sample))).toMatch(/^\{"\\r":"Carriage Return","1":"One","/)
    // Not as numbers, not by locale, not by length.
    expect(canonicalJson({ 10: 1, 9: 2, b: 3, B: 4, a: 5, ä: 6, aa: 7, '': 8 })).toBe(
      '{"":8,"10":1,"9":2,"B":4,"a":5,"aa":7,"b":3,"ä":6}',
    )
  })

  it('escapes what JSON must and nothing else', () => {
    expect(canonicalJson('\b\t\n\f\r"\\/\u0000\u001f\u007f\u2028é😀<>&')).toBe(
      String.raw`"\b\t\n\f\r\"\\/\u0000\u001f` + '\u007f\u2028é😀<>&"',
    )
  })

  it('keeps an empty key, and a key with anything in it, apart from no key', () => {
    const all: [Json, string][] = [
      [{}, '{}'],
      [{ '': 1 }, '{"":1}'],
      [{ a: 1, b: 2 }, '{"a":1,"b":2}'],
      [{ 'a\u0000b': 1 }, String.raw`{"a\u0000b":1}`],
      [{ 'a,b': 1 }, '{"a,b":1}'],
      [{ '"a","b"': 1 }, String.raw`{"\"a\",\"b\"":1}`],
      [{ a: { '': {} } }, '{"a":{"":{}}}'],
      [parse('{"__proto__":1,"a":2}'), '{"__proto__":1,"a":2}'],
      [[], '[]'],
      [[[], {}, ''], '[[],{},""]'],
    ]
    // In both orders: what came before must not matter.
    for (const [value, expected] of [...all, ...all.reverse()]) expect(canonicalJson(value)).toBe(expected)
  })

  const json = fc.jsonValue() as fc.Arbitrary<Json>

  it('means what it was made from, and is its own canonical form', () => {
    fc.assert(
      fc.property(json, (value) => {
        const canonical = canonicalJson(value)
        expect(parse(canonical)).toEqual(parse(JSON.stringify(value)))
        expect(canonicalJson(parse(canonical))).toBe(canonical)
      }),
    )
  })

  it('does not depend on the order of keys', () => {
    const turned = (value: Json): Json =>
      Array.isArray(value)
        ? (value as readonly Json[]).map(turned)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value as Record<string, Json>)
                .reverse()
                .map(([key, one]) => [key, turned(one)]),
            )
          : value
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value))
        expect(digestOf(turned(value))).toBe(digestOf(value))
      }),
    )
  })

  it('tells different values apart', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const [x, y] = [a, b].map((value) => parse(JSON.stringify(value)))
        const same = ((): boolean => {
          try {
            expect(x).toEqual(y)
            return true
          } catch {
            return false
          }
        })()
        expect(canonicalJson(a) === canonicalJson(b)).toBe(same)
      }),
    )
  })
})

describe('digests', () => {
  it('are the SHA-256 of the canonical form', () => {
    expect(digestOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
    expect(digestOf({ b: [true, null, '€'], a: 1.0 })).toBe(
      '07f4a48bd10cda1fb677c0f929f54858b10248204eae7ab57172bd94dee154d3',
    )
  })

  it('of a text are those of its UTF-8 bytes', () => {
    expect(sha256('').toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(sha256('€😀')).toEqual(sha256(new TextEncoder().encode('€😀')))
  })
})
