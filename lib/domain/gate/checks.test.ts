import { describe, expect, it } from 'vitest'
import { DAY } from '../instant'
import type { GateFacts } from './facts'
import { attestation, defect, evidenceFact, factsWith, NOW, programWith, window } from './fixtures/world'
import type { GateCheck } from './program'
import { gateReport } from './report'
import type { CriterionState } from './types'

const exit = { phase: 'one', side: 'exit' } as const

/** The state of the one criterion under this check. */
function own(check: GateCheck | readonly GateCheck[], facts: GateFacts, now = NOW): CriterionState | undefined {
  const checks = Array.isArray(check) ? (check as GateCheck[]) : [check as GateCheck]
  return gateReport(programWith(...checks), facts, now, exit).criteria.find(({ id }) => id === 'own')?.state
}

const incident = {
  id: 3,
  kind: 'kill',
  criteria: ['break'],
  fired: true,
  statement: 's',
  openedAt: NOW,
  dueAt: null,
} as const
const attested: GateCheck = { kind: 'attested', roles: ['lead'], evidence: ['the log'], command: true, maxAgeDays: 5 }
const evidence: GateCheck = { kind: 'evidence', ids: ['U-CX'] }
const parity: GateCheck = { kind: 'parity', classes: ['core'] }
const defects: GateCheck = { kind: 'defects', kinds: ['security'], severities: ['high'] }
const twoCandidates: GateCheck = { ...defects, releaseCandidates: 2 }
const metrics: GateCheck = { kind: 'metrics', metrics: ['SIZE'], windows: 1 }
const twoWindows: GateCheck = { ...metrics, windows: 2 }
const green: GateCheck = { kind: 'scoreboard', status: 'green', windows: 2 }
const record: GateCheck = { kind: 'record', system: 'log', roles: ['lead'], count: 2 }
const entered = (id: number, recordId: string) => attestation({ id, kind: 'record', system: 'log', recordId })
const candidates = [
  { name: 'rc-1', firstAt: NOW - 2 * DAY },
  { name: 'rc-2', firstAt: NOW - DAY },
]

describe('a check', () => {
  const table: [string, GateCheck, Partial<GateFacts>, CriterionState][] = [
    ['attested', attested, { attestations: [attestation()] }, 'met'],
    ['attested by nobody', attested, {}, 'unmet'],
    ['attested and withdrawn', attested, { attestations: [attestation({ withdrawnAt: NOW - 1 })] }, 'unmet'],
    ['attested by another role', attested, { attestations: [attestation({ role: 'other' })] }, 'unmet'],
    ['attested without the command', attested, { attestations: [attestation({ command: null })] }, 'unmet'],
    ['attested long ago', attested, { attestations: [attestation({ at: NOW - 6 * DAY })] }, 'unmet'],
    ['attested for another gate', attested, { attestations: [attestation({ side: 'entry' })] }, 'unmet'],
    [
      'attested when something else was asked for',
      attested,
      { attestations: [attestation({ evidence: [{ shows: 'another log', uri: 'https://x', sha256: null }] })] },
      'unmet',
    ],
    ['evidence that passes', evidence, {}, 'met'],
    ['evidence that fails', evidence, { evidence: new Map([evidenceFact('U-CX', 'fail')]) }, 'unmet'],
    ['evidence that failed long ago', evidence, { evidence: new Map([evidenceFact('U-CX', 'fail', 20)]) }, 'unmet'],
    ['evidence that could not be had', evidence, { evidence: new Map([evidenceFact('U-CX', 'error')]) }, 'unmet'],
    ['stale evidence', evidence, { evidence: new Map([evidenceFact('U-CX', 'pass', 8.1)]) }, 'no_data'],
    ['evidence at its last moment', evidence, { evidence: new Map([evidenceFact('U-CX', 'pass', 8)]) }, 'met'],
    ['evidence never reported', evidence, { evidence: new Map() }, 'no_data'],
    ['parity', parity, {}, 'met'],
    ['parity of no surface', { kind: 'parity', classes: ['none'] }, {}, 'unmet'],
    ['parity with a failure and an absence', parity, { evidence: new Map([evidenceFact('U-CX', 'fail')]) }, 'unmet'],
    ['parity with an absence', parity, { evidence: new Map([evidenceFact('U-CX'), evidenceFact('I-CX')]) }, 'no_data'],
    ['mapped', { kind: 'mapped', classes: ['core'] }, {}, 'met'],
    ['mapped of nothing', { kind: 'mapped', classes: ['none'] }, {}, 'unmet'],
    ['no defect', defects, {}, 'met'],
    ['an open defect', defects, { defects: { list: factsWith().defects.list, defects: [defect()] } }, 'unmet'],
    [
      'a defect of another kind',
      defects,
      { defects: { list: factsWith().defects.list, defects: [defect({ kind: 'performance' })] } },
      'met',
    ],
    [
      'a resolved defect',
      defects,
      { defects: { list: factsWith().defects.list, defects: [defect({ resolvedAt: NOW - DAY })] } },
      'met',
    ],
    ['no list', defects, { defects: { list: null, defects: [] } }, 'no_data'],
    [
      'an open defect and no list',
      defects,
      { defects: { list: null, defects: [defect({ source: 'hand' })] } },
      'unmet',
    ],
    [
      'a list of nine days ago',
      defects,
      { defects: { list: { source: 'upload', asOf: NOW - 9 * DAY, run: null }, defects: [] } },
      'no_data',
    ],
    ['one candidate of two', twoCandidates, { releaseCandidates: candidates.slice(1) }, 'no_data'],
    ['two clean candidates', twoCandidates, { releaseCandidates: candidates }, 'met'],
    [
      'a defect resolved during a candidate',
      twoCandidates,
      {
        releaseCandidates: candidates,
        defects: { list: factsWith().defects.list, defects: [defect({ resolvedAt: NOW - DAY })] },
      },
      'unmet',
    ],
    [
      'a defect resolved before both',
      twoCandidates,
      {
        releaseCandidates: candidates,
        defects: { list: factsWith().defects.list, defects: [defect({ resolvedAt: NOW - 3 * DAY })] },
      },
      'met',
    ],
    [
      'a defect that an old list has resolved and a later one had not',
      twoCandidates,
      {
        releaseCandidates: candidates,
        defects: {
          list: factsWith().defects.list,
          defects: [defect({ resolvedAt: NOW - 3 * DAY, lastUnresolvedAt: NOW - DAY })],
        },
      },
      'unmet',
    ],
    ['a metric that passes', metrics, {}, 'met'],
    ['a metric that warns', metrics, { windows: [window(0, 'warn')] }, 'unmet'],
    ['a metric that fails', metrics, { windows: [window(0, 'fail')] }, 'unmet'],
    ['a metric without data', metrics, { windows: [window(0, null)] }, 'no_data'],
    ['no window at all', metrics, { windows: [] }, 'no_data'],
    ['a carried metric', metrics, { windows: [window(1, 'pass'), window(0, null)] }, 'met'],
    [
      "a metric within its own limit and over the other phase's",
      { ...metrics, limitsOf: 'two' },
      { windows: [window(0, 'pass', 60)] },
      'unmet',
    ],
    [
      "a metric within the other phase's limit",
      { ...metrics, limitsOf: 'two' },
      { windows: [window(0, 'pass', 40)] },
      'met',
    ],
    ['two closed windows', twoWindows, {}, 'met'],
    ['one closed window and the open one', twoWindows, { windows: [window(1, 'pass'), window(0, 'pass')] }, 'no_data'],
    [
      'a carried window between',
      twoWindows,
      { windows: [window(3, 'pass'), window(2, 'pass'), window(1, null), window(0, 'pass')] },
      'met',
    ],
    ['a failed window', twoWindows, { windows: [window(2, 'pass'), window(1, 'fail'), window(0, 'pass')] }, 'unmet'],
    ['a Green scoreboard', green, {}, 'met'],
    [
      'a scoreboard Green in another phase',
      green,
      { windows: [window(2, 'pass', 1, 'two'), window(1, 'pass'), window(0, 'pass')] },
      'unmet',
    ],
    [
      'a scoreboard without data',
      green,
      { windows: [window(2, 'pass'), window(1, 'pass'), window(0, 'no_data')] },
      'no_data',
    ],
    ['too few records', record, { attestations: [entered(1, 'a'), entered(2, 'a')] }, 'unmet'],
    ['enough records', record, { attestations: [entered(1, 'a'), entered(2, 'b')] }, 'met'],
    ['no kill criterion', { kind: 'killCriteria' }, {}, 'met'],
    ['an open incident', { kind: 'killCriteria' }, { incidents: [incident] }, 'unmet'],
    ['risks of no such state', { kind: 'risks', open: ['Watch'] }, {}, 'met'],
    ['a risk of the state', { kind: 'risks', open: ['Open'] }, {}, 'unmet'],
    ['risks that could not be read', { kind: 'risks', open: ['Watch'] }, { risks: null }, 'no_data'],
    [
      'a decision',
      { kind: 'decision', decision: 'stop_or_continue' },
      { decisions: [{ number: 1, kind: 'stop_or_continue', decidedAt: NOW }] },
      'met',
    ],
    ['no decision', { kind: 'decision', decision: 'stop_or_continue' }, {}, 'unmet'],
    [
      'a decision of an earlier phase',
      { kind: 'decision', decision: 'x' },
      { decisions: [{ number: 1, kind: 'x', decidedAt: 0 }] },
      'unmet',
    ],
    ['a gate that is met', { kind: 'phase', phase: 'one', gate: 'entry' }, {}, 'met'],
    ['a gate that waits for itself', { kind: 'phase', phase: 'one', gate: 'exit' }, {}, 'unmet'],
  ]
  it.each(table)('%s', (_, check, facts, state) => {
    expect(own(check, factsWith(facts))).toBe(state)
  })

  it('says why, with a stable code, and what would meet it, wherever it is not met', () => {
    for (const [name, check, facts, state] of table) {
      const criterion = gateReport(programWith(check), factsWith(facts), NOW, exit).criteria.find(
        ({ id }) => id === 'own',
      )
      const said = { reasons: (criterion?.reasons.length ?? 0) > 0, toMeet: (criterion?.toMeet.length ?? 0) > 0 }
      expect(said, name).toEqual({ reasons: state !== 'met', toMeet: state !== 'met' })
      for (const reason of criterion?.reasons ?? []) expect(reason, name).toMatch(/^[a-z_0-9]+: ./)
    }
  })

  it('names another gate and what it lacks by id and in words', () => {
    const text = 'Every core module compiles for the browser with no forbidden crate anywhere in its graph.'
    const { phases, ...rest } = programWith({ kind: 'killCriteria' })
    const bare = phases.map((phase) =>
      phase.id === 'one' ? { ...phase, title: 'Alpha', exit: [{ id: 'one-exit-1', text, checks: [attested] }] } : phase,
    )
    const { criteria } = gateReport({ ...rest, phases: bare }, factsWith({ attestations: [] }), NOW, {
      phase: 'two',
      side: 'entry',
    })
    const [waiting] = criteria
    expect(waiting?.reasons).toEqual([
      'gate: the gate Alpha exit (one/exit) is not met: one-exit-1 "Every core module compiles for the browser with no forbidden…"',
    ])
    expect(waiting?.toMeet).toEqual(['gate: the gate Alpha exit (one/exit) is met'])
    expect(waiting?.evidence[0]?.label).toBe('Alpha exit: not met')
  })

  it('asks for a debt where a surface names no replay proof, and for its time', () => {
    const program = programWith(parity)
    const bare = { ...program, surfaces: program.surfaces.map((one) => ({ ...one, evidence: ['U-CX', 'I-CX'] })) }
    const state = (debts: GateFacts['debts']): CriterionState | undefined =>
      gateReport(bare, factsWith({ debts }), NOW, exit).criteria[0]?.state
    const debt = { id: 1, surface: 'cx', risk: 'RISK', decision: 1 }
    expect(state([])).toBe('unmet')
    expect(state([{ ...debt, expiresAt: NOW + 1 }])).toBe('met')
    expect(state([{ ...debt, expiresAt: NOW }])).toBe('unmet')
  })
})
