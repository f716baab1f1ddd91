import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY } from '../instant'
import type { GateFacts } from './facts'
import {
  attestation,
  defect,
  evidenceFact,
  factsWith,
  later,
  NOW,
  programWith,
  SERIES,
  waiver,
  window,
} from './fixtures/world'
import { judgementItems, judgementOf } from './judgement'
import type { GateCheck } from './program'
import { gateReport, nextPhase, promotionReport } from './report'
import type { CriterionState } from './types'

const exit = { phase: 'one', side: 'exit' } as const

/** The state of the one criterion under this check. */
function own(check: GateCheck | readonly GateCheck[], facts: GateFacts, now = NOW): CriterionState | undefined {
  const checks = Array.isArray(check) ? (check as GateCheck[]) : [check as GateCheck]
  return gateReport(programWith(...checks), facts, now, exit).criteria.find(({ id }) => id === 'own')?.state
}

const standing = (
  id: string,
  facts: GateFacts,
  gate: { phase: string; side: 'entry' | 'exit' } = exit,
): CriterionState | undefined =>
  gateReport(programWith({ kind: 'killCriteria' }), facts, NOW, gate).criteria.find((one) => one.id === id)?.state

const incident = { id: 3, kind: 'kill', criteria: ['break'], statement: 's', openedAt: NOW, dueAt: null } as const
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

describe('the standing criteria', () => {
  it.each<[string, Partial<GateFacts>, CriterionState]>([
    ['standing-risks', {}, 'met'],
    [
      'standing-risks',
      { risks: [{ key: 'RISK', title: 'r', state: 'open', score: 12, ownerRole: 'lead', owned: false }] },
      'unmet',
    ],
    [
      'standing-risks',
      { risks: [{ key: 'RISK', title: 'r', state: 'open', score: 11, ownerRole: 'lead', owned: false }] },
      'met',
    ],
    ['standing-risks', { risks: [] }, 'no_data'],
    ['standing-data', {}, 'met'],
    ['standing-data', { windows: [window(0, null)] }, 'no_data'],
    ['standing-data', { windows: [window(0, null)], waivers: [waiver('series', SERIES)] }, 'waived'],
    ['standing-red', {}, 'met'],
    ['standing-red', { windows: [window(1, 'fail'), window(0, 'fail')] }, 'unmet'],
    ['standing-plans', { windows: [window(0, 'fail')] }, 'unmet'],
    [
      'standing-plans',
      { windows: [window(0, 'fail')], plans: [{ id: 1, metric: 'SIZE', owner: 'Ada', dueAt: NOW + 1 }] },
      'met',
    ],
    [
      'standing-plans',
      { windows: [window(0, 'fail')], plans: [{ id: 1, metric: 'SIZE', owner: 'Ada', dueAt: NOW }] },
      'unmet',
    ],
    [
      'standing-plans',
      { windows: [window(0, 'fail')], plans: [{ id: 1, metric: 'SIZE', owner: null, dueAt: NOW + 1 }] },
      'unmet',
    ],
    ['standing-incidents', { incidents: [{ ...incident, kind: 'review' }] }, 'unmet'],
    ['standing-post-mortem', { postMortems: [{ incident: 1, dueAt: NOW }] }, 'unmet'],
    ['standing-post-mortem', { postMortems: [{ incident: 1, dueAt: NOW + 1 }] }, 'met'],
  ])('%s %#', (id, facts, state) => {
    expect(standing(id, factsWith(facts))).toBe(state)
  })

  it('ask data of no metric at the first entry, and see there what was measured', () => {
    const first = { phase: 'one', side: 'entry' } as const
    const at = (facts: Partial<GateFacts>) => factsWith({ phase: null, phaseEnteredAt: null, ...facts })
    expect(standing('standing-data', at({ windows: [window(0, null)] }), first)).toBe('met')
    expect(standing('standing-red', at({ windows: [window(1, null), window(0, null)] }), first)).toBe('met')
    expect(standing('standing-red', at({ windows: [window(1, 'fail'), window(0, 'fail')] }), first)).toBe('unmet')
  })
})

describe('a gate', () => {
  it('without criteria is unmet, whatever else holds', () => {
    const report = gateReport(programWith(evidence), factsWith(), NOW, { phase: 'two', side: 'exit' })
    expect(report.met).toBe(false)
  })

  it('is met when all are met, and not when one of its own is only waived', () => {
    expect(gateReport(programWith(evidence), factsWith(), NOW, exit).met).toBe(true)
    const missing = factsWith({ evidence: new Map(), waivers: [waiver('criterion', 'own')] })
    const report = gateReport(programWith(evidence), missing, NOW, exit)
    expect(report.criteria[0]?.state).toBe('waived')
    expect(report.met).toBe(false)
    expect(report.reliedOn.waivers).toEqual([7])
  })

  it.each<[string, Partial<GateFacts>, Parameters<typeof waiver>[2]]>([
    [
      'a failure, where only missing data may be waived',
      { evidence: new Map([evidenceFact('U-CX', 'fail')]) },
      { verdict: 'fail' },
    ],
    ['anything once it has expired', { evidence: new Map() }, { expiresAt: NOW }],
    ['anything once it was ended', { evidence: new Map() }, { endedAt: NOW }],
  ])('is not waived: %s', (_, facts, more) => {
    const report = gateReport(
      programWith(evidence),
      factsWith({ ...facts, waivers: [waiver('criterion', 'own', more)] }),
      NOW,
      exit,
    )
    expect(report.criteria[0]?.state).not.toBe('waived')
  })

  it('refuses a phase that is not there', () => {
    expect(() => gateReport(programWith(evidence), factsWith(), NOW, { phase: 'none', side: 'exit' })).toThrow(
      RangeError,
    )
  })
})

describe('a promotion', () => {
  it('has both halves, the first the entry alone, the last the exit alone', () => {
    const program = programWith(evidence)
    const at = (phase: string | null) => promotionReport(program, factsWith({ phase }), NOW)
    expect(at(null)).toMatchObject({ from: null, to: 'one', exit: null })
    expect(at('one')).toMatchObject({ from: 'one', to: 'two', met: true, exit: { met: true }, entry: { met: true } })
    expect(at('two')).toMatchObject({ from: 'two', to: 'released', entry: null, met: false })
    expect(at('released')).toBeNull()
    expect(nextPhase(program, 'none')).toBeNull()
  })
})

describe('the judgement', () => {
  const program = programWith(evidence, attested, metrics, defects)
  const facts = factsWith({ attestations: [attestation()] })
  const judged = (more: Partial<GateFacts> = {}, now = NOW) =>
    judgementOf(gateReport(program, { ...facts, ...more }, now, exit))

  it('does not move with the clock while no state does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 * DAY }), (span) => {
        expect(judged({}, NOW + span)).toEqual(judged())
      }),
    )
  })

  it('does not move with another passing run', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 1000 }), (value, minutes) => {
        const [id, known] = evidenceFact('U-CX')
        const again = {
          ...known,
          observedAt: known.observedAt + minutes * 60_000,
          run: { id: `run-${minutes}`, number: minutes },
        }
        const windows = [window(2, 'pass'), window(1, 'pass'), window(0, 'pass', value)]
        expect(judged({ evidence: new Map(facts.evidence).set(id, again), windows })).toEqual(judged())
      }),
    )
  })

  it.each<[string, Partial<GateFacts>]>([
    ['a state', { evidence: new Map([evidenceFact('U-CX', 'fail')]) }],
    ['a release candidate', { releaseCandidates: candidates }],
    ['a revision', { revision: { number: 2, digest: 'bb' } }],
    ['another attestation', { attestations: [attestation(), attestation({ id: 2, at: NOW - 1 })] }],
    ['an incident that has ended meanwhile', { lastIncident: 1 }],
  ])('moves with %s', (_, more) => {
    expect(judged(more)).not.toEqual(judged())
  })

  it('says the same item by item', () => {
    const report = promotionReport(program, facts, NOW)
    if (report === null) throw new Error('there is a promotion')
    expect(judgementItems(report)).toMatchObject({
      To: 'two',
      'Gate one/exit': 'met',
      'one/exit: own': 'met',
      'one/exit: attestations': '1',
    })
  })
})

describe('fail closed', () => {
  const all: GateCheck[] = [
    attested,
    evidence,
    parity,
    defects,
    twoWindows,
    green,
    record,
    { kind: 'risks', unownedAtOrAbove: 12 },
  ]
  const full = factsWith({
    attestations: [attestation(), entered(2, 'a'), entered(3, 'b')],
    plans: [{ id: 1, metric: 'SIZE', owner: 'Ada', dueAt: later(5) }],
  })
  const removals: [string, (facts: GateFacts) => GateFacts][] = [
    ...[...full.evidence.keys()].map((id): [string, (facts: GateFacts) => GateFacts] => [
      `evidence ${id}`,
      (facts) => ({ ...facts, evidence: new Map([...facts.evidence].filter(([key]) => key !== id)) }),
    ]),
    ...full.attestations.map(({ id }): [string, (facts: GateFacts) => GateFacts] => [
      `attestation ${id}`,
      (facts) => ({ ...facts, attestations: facts.attestations.filter((one) => one.id !== id) }),
    ]),
    ['the list of defects', (facts) => ({ ...facts, defects: { ...facts.defects, list: null } })],
    ['the risks', (facts) => ({ ...facts, risks: null })],
    ['a risk', (facts) => ({ ...facts, risks: [] })],
    ...[0, 1, 2].map((index): [string, (facts: GateFacts) => GateFacts] => [
      `the samples of window ${index}`,
      (facts) => ({
        ...facts,
        windows: facts.windows.map((one, at) =>
          at === index ? { ...one, series: new Map(), points: new Map() } : one,
        ),
      }),
    ]),
    ['the windows', (facts) => ({ ...facts, windows: [] })],
  ]
  const rank: Record<CriterionState, number> = { unmet: 0, no_data: 0, waived: 1, met: 2 }
  const ranks = (facts: GateFacts): number[] =>
    all.flatMap((check) => gateReport(programWith(check), facts, NOW, exit).criteria.map(({ state }) => rank[state]))

  it('is met with everything there', () => {
    expect(all.map((check) => own(check, full))).toEqual(all.map(() => 'met'))
  })

  it('improves nothing by taking facts away', () => {
    fc.assert(
      fc.property(fc.subarray(removals), fc.constantFrom(...removals), (before, [, take]) => {
        const known = before.reduce((facts, [, remove]) => remove(facts), full)
        const [had, has] = [ranks(known), ranks(take(known))]
        expect(has.every((one, index) => one <= (had[index] ?? 0))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  /** A failing sample is data, which one standing criterion asks for; no gate is met for it, and no own criterion. */
  const weighed = (facts: GateFacts): number[] =>
    all.flatMap((check) => {
      const report = gateReport(programWith(check), facts, NOW, exit)
      return [rank[report.criteria[0]?.state ?? 'unmet'], Number(report.met)]
    })

  it('improves nothing by a failing sample or a failing result', () => {
    fc.assert(
      fc.property(
        fc.subarray(removals),
        fc.constantFrom('U-CX', 'I-CX', 'R-CX'),
        fc.boolean(),
        (before, id, isSample) => {
          const known = before.reduce((facts, [, remove]) => remove(facts), full)
          const worse: GateFacts = isSample
            ? {
                ...known,
                windows: known.windows.map((one, index) =>
                  index === known.windows.length - 1 ? window(0, 'fail', 999) : one,
                ),
              }
            : { ...known, evidence: new Map(known.evidence).set(...evidenceFact(id, 'fail', 0)) }
          const [had, has] = [weighed(known), weighed(worse)]
          expect(has.every((one, index) => one <= (had[index] ?? 0))).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})
