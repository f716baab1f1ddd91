import { describe, expect, it } from 'vitest'
import { nextKey } from './new-risk'

describe('nextKey', () => {
  it.each([
    ['RISK-OPS-01', ['RISK-OPS-01', 'RISK-OPS-02', 'RISK-TECH-09'], 'RISK-OPS-03'],
    ['RISK-OPS-02', ['RISK-OPS-02', 'RISK-OPS-10'], 'RISK-OPS-11'],
    ['RISK-OPS-99', ['RISK-OPS-99'], 'RISK-OPS-100'],
    ['R7', ['R7'], 'R8'],
    ['alarm', ['alarm'], 'alarm-01'],
    ['alarm', ['alarm', 'alarm-01'], 'alarm-02'],
    ['RISK-OPS-01', ['RISK-OPS-01', 'RISK-OPS-EXTRA-05'], 'RISK-OPS-02'],
  ])('after %s among %j comes %s', (like, taken, next) => {
    expect(nextKey(like, taken)).toBe(next)
  })
})
