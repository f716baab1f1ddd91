import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY } from '../instant'
import type { GateFacts } from './facts'
import { attestation, evidenceFact, factsWith, later, NOW, programWith, waiver, window } from './fixtures/world'
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

const attested: GateCheck = { kind: 'attested', roles: ['lead'], evidence: ['the log'], command: true, maxAgeDays: 5 }
const evidence: GateCheck = { kind: 'evidence', ids: ['U-CX'] }
const parity: GateCheck = { kind: 'parity', classes: ['core'] }
const defects: GateCheck = { kind: 'defects', kinds: ['security'], severities: ['high'] }
const metrics: GateCheck = { kind: 'metrics', metrics: ['SIZE'], windows: 1 }
const twoWindows: GateCheck = { ...metrics, windows: 2 }
const green: GateCheck = { kind: 'scoreboard', status: 'green', windows: 2 }
const record: GateCheck = { kind: 'record', system: 'log', roles: ['lead'], count: 2 }
const entered = (id: number, recordId: string) => attestation({ id, kind: 'record', system: 'log', recordId })
const candidates = [
  { name: 'rc-1', firstAt: NOW - 2 * DAY },
  { name: 'rc-2', firstAt: NOW - DAY },
]

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
