import { describe, expect, it } from 'vitest'
import { statementWords } from './statement'

describe('a statement', () => {
  it.each([
    ['an id first', 'U-BYTES-01 failed', 'U-BYTES-01 failed.'],
    ['two signals', 'I-CODEC-01 failed; U-BYTES-01 failed', 'I-CODEC-01 failed; U-BYTES-01 failed.'],
    [
      'a series with its reason',
      'M-COR-03|core-min|ci: over_limit: 99.2 % is under 100 % in core-min',
      'M-COR-03 core-min on ci: 99.2 % is under 100 % in core-min.',
    ],
    [
      'a series with two',
      'M-PERF-02A|core-min|desktop-chromium: over_limit: 3 s is over 2 s: regression: 3 s is 50 % over the baseline 2 s; 10 % is allowed',
      'M-PERF-02A core-min on desktop-chromium: 3 s is over 2 s; 3 s is 50 % over the baseline 2 s; 10 % is allowed.',
    ],
    [
      'metrics under review',
      'M-COR-02 Critical invariant regressions: over_limit: M-COR-02 core-min on ci: 2 is over 0 in core-min; M-COR-03 Replay equivalence: never_measured: M-COR-03 core-min on ci: no gated run has measured this series; stale: it is old',
      'M-COR-02 Critical invariant regressions: M-COR-02 core-min on ci: 2 is over 0 in core-min; M-COR-03 Replay equivalence: M-COR-03 core-min on ci: no gated run has measured this series; it is old.',
    ],
    ['a verdict alone', 'M-COR-03 Replay equivalence: fail', 'M-COR-03 Replay equivalence: fail.'],
  ])('of a machine, %s', (_, statement, words) => {
    expect(statementWords(statement, 'token:3')).toBe(words)
    expect(statementWords(statement, 'system')).toBe(words)
  })

  it('of a person stays as it was written', () => {
    const said = 'handle a|b|c: over_limit: forged'
    expect(statementWords(said, 'user:1')).toBe(said)
  })
})
