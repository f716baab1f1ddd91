import { describe, expect, it } from 'vitest'
import { nameOf } from './json'

describe('the name of a field', () => {
  it.each([
    ['releaseCandidate', 'Release candidate'],
    ['asked_by', 'Asked by'],
    ['M-PERF-02A|core-min|ci', 'M-PERF-02A|core-min|ci'],
    ['core-min', 'core-min'],
  ])('%s is "%s"', (key, expected) => {
    expect(nameOf(key)).toBe(expected)
  })
})
