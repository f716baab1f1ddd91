import { describe, expect, it } from 'vitest'
import { type IncidentKind, openingOf, type Severity, severityOf } from './severity'

const program = {
  killCriteria: [{ id: 'leak' }],
  rollbackTriggers: [
    { id: 'defect', severity: 'critical' as const },
    { id: 'gap', severity: 'high' as const },
    { id: 'budget', severity: 'high' as const },
  ],
}

describe('what a criterion opens', () => {
  it.each([
    ['leak', { kind: 'kill', severity: 'critical' }],
    ['defect', { kind: 'rollback', severity: 'critical' }],
    ['gap', { kind: 'rollback', severity: 'high' }],
    ['M-COR-01', null],
  ])('%s: %o', (criterion, expected) => {
    expect(openingOf(program, criterion)).toEqual(expected)
  })
})

describe('how urgent an open incident is', () => {
  it.each<[IncidentKind, string[], Severity]>([
    ['kill', ['leak'], 'critical'],
    ['review', ['M-COR-01'], 'critical'],
    ['rollback', ['gap'], 'high'],
    ['rollback', ['gap', 'budget'], 'high'],
    ['rollback', ['gap', 'defect'], 'critical'],
    // What a revision no longer names is never taken lightly.
    ['rollback', ['gone'], 'critical'],
    ['rollback', [], 'critical'],
  ])('%s of %o: %s', (kind, criteria, expected) => {
    expect(severityOf(program, { kind, criteria })).toBe(expected)
  })
})
