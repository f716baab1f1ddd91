import { describe, expect, it } from 'vitest'
import { reasonParts, sentence, shortened } from './sentence'

describe('a sentence', () => {
  it.each([
    ['nothing is known of it', 'Nothing is known of it.'],
    ['surface error keeps PO-CAN', 'Surface error keeps PO-CAN.'],
    ['M-PERF-02 Cold init is Red', 'M-PERF-02 Cold init is Red.'],
    ['defect wasm-214 is unresolved!', 'Defect wasm-214 is unresolved!'],
    ['alpha-exit-1 is not met', 'alpha-exit-1 is not met.'],
    ['gen_server names no evidence', 'gen_server names no evidence.'],
    ['2026-W47 is red', '2026-W47 is red.'],
    ['65 of 70 pass', '65 of 70 pass.'],
    ['stale', 'Stale.'],
  ])('of "%s" is "%s"', (words, expected) => {
    expect(sentence(words)).toBe(expected)
  })
})

describe('a reason', () => {
  it('is its code and its sentence', () => {
    expect(reasonParts('no_replay: surface error names no replay proof')).toEqual({
      code: 'no_replay',
      words: 'Surface error names no replay proof.',
    })
  })

  it('may have no code, and a colon further on makes none', () => {
    expect(reasonParts('Seen by eye: twice')).toEqual({ code: '', words: 'Seen by eye: twice.' })
  })
})

describe('a shortened text', () => {
  it.each([
    ['All is well.', 20, 'All is well.'],
    ['No forbidden crate, anywhere', 20, 'No forbidden crate…'],
    ['Averyveryverylongwordalone', 10, 'Averyvery…'],
    ['Averyver\u{1F600}longwordalone', 10, 'Averyver…'],
  ])('of "%s" to %d', (text, most, expected) => {
    expect(shortened(text, most)).toBe(expected)
    expect(shortened(text, most).length).toBeLessThanOrEqual(most + 1)
  })
})
