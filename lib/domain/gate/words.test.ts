import { describe, expect, it } from 'vitest'
import type { CriterionState } from './types'
import { openWords } from './words'

describe('how many criteria stand against a gate', () => {
  it.each<[string, CriterionState[]]>([
    ['', ['met', 'waived']],
    ['2 of 3 unmet', ['met', 'unmet', 'unmet']],
    ['1 of 3 no data', ['met', 'no_data', 'waived']],
    ['2 unmet, 1 no data of 4', ['unmet', 'met', 'no_data', 'unmet']],
  ])('%s', (words, states) => {
    expect(openWords(states.map((state) => ({ state })))).toBe(words)
  })
})
