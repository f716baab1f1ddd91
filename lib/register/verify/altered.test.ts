import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Bundle, bundleBytes } from '../bundle'
import type { Json } from '../canonical'
import { madeDecision } from '../fixtures/decision'
import { verifyBundle } from './bundle'

describe('a bundle that was changed', () => {
  const made = madeDecision()
  const { bytes, trust } = made

  it('is refused whichever byte ranges are altered, cut or doubled', () => {
    const range = fc.record({
      from: fc.nat(bytes.length - 1),
      length: fc.integer({ min: 1, max: 40 }),
      by: fc.integer({ min: 1, max: 255 }),
    })
    fc.assert(
      fc.property(range, fc.constantFrom('alter', 'cut', 'double'), ({ from, length, by }, how) => {
        const to = Math.min(from + length, bytes.length)
        const altered =
          how === 'alter'
            ? Buffer.concat([
                bytes.subarray(0, from),
                bytes.subarray(from, to).map((byte) => byte ^ by),
                bytes.subarray(to),
              ])
            : how === 'cut'
              ? Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
              : Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)])
        expect(verifyBundle(altered, trust).verdict).toBe('wrong')
      }),
      { numRuns: 400 },
    )
  })

  it('is refused whichever single character is another digit or letter', () => {
    const plausible = fc.constantFrom(...Array.from('0123456789abcdefABCDEF-_+/ '))
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), plausible, (at, char) => {
        fc.pre(bytes[at] !== char.charCodeAt(0))
        const altered = Buffer.from(bytes)
        altered[at] = char.charCodeAt(0)
        expect(verifyBundle(altered, trust).verdict).toBe('wrong')
      }),
      { numRuns: 600 },
    )
  })

  it('is refused in any other form of the same JSON', () => {
    const value = JSON.parse(bytes.toString()) as Json
    const turned = JSON.stringify(Object.fromEntries(Object.entries(value as Record<string, Json>).reverse()))
    for (const form of [
      JSON.stringify(value, null, 2),
      turned,
      `${bytes.toString()}\n`,
      `\ufeff${bytes.toString()}`,
      bytes.toString().replace('{', '{"schema":"x",'),
    ]) {
      expect(verifyBundle(Buffer.from(form), trust).wrong?.code).toMatch(/not_canonical|not_json/)
    }
  })

  it.each<[string, (bundle: Bundle) => unknown]>([
    ['a field more', (bundle) => ({ ...bundle, note: '' })],
    ['a field less', ({ checkpoint: _, ...bundle }) => bundle],
    ['a vote with more to it', (bundle) => ({ ...bundle, votes: bundle.votes.map((vote) => ({ ...vote, extra: 1 })) })],
    ['no votes', (bundle) => ({ ...bundle, votes: [] })],
    ['another version', (bundle) => ({ ...bundle, schema: 'signalbox.bundle/v2' })],
  ])('is not a bundle: %s', (_, change) => {
    expect(verifyBundle(bundleBytes(change(made.bundle) as Bundle), trust).wrong?.code).toBe('not_a_bundle')
  })

  it.each<[string, (bundle: Bundle) => Bundle, string]>([
    ['votes in another order', (bundle) => ({ ...bundle, votes: [...bundle.votes].reverse() }), 'vote_order'],
    ['a vote left out', (bundle) => ({ ...bundle, votes: bundle.votes.slice(1) }), 'entry_differs'],
    [
      'a proof for another place',
      (bundle) => ({ ...bundle, sealed: { ...bundle.sealed, leaf: 2 } }),
      'not_in_register',
    ],
    [
      'a signature taken off',
      (bundle) => ({ ...bundle, votes: bundle.votes.map((vote) => ({ ...vote, assertion: null })) }),
      'vote_unsigned',
    ],
    [
      'another revision number',
      (bundle) => ({ ...bundle, revision: { ...bundle.revision, number: 2 } }),
      'revision_number',
    ],
    ['a checkpoint of nothing', (bundle) => ({ ...bundle, checkpoint: 'x' }), 'no_checkpoint'],
  ])('is refused: %s', (_, change, code) => {
    expect(verifyBundle(bundleBytes(change(made.bundle)), trust).wrong?.code).toBe(code)
  })

  it('gets a verdict whatever the bytes are', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (noise) => {
          expect(verifyBundle(noise, trust).verdict).toBe('wrong')
        },
      ),
    )
  })
})
