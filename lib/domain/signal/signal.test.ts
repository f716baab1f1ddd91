import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SignalBinding } from '../risk/event'
import { findings, type GatedRun, type RunEvidence, type RunSeriesVerdict, type Watch } from './findings'
import { isSource, type SignalSetting, signalSources, watches } from './sources'
import { quiet, type Standing, turnOf } from './turns'

const setting: SignalSetting = {
  surfaces: [
    { obligations: ['PO-OWN', 'PO-CAN'], evidence: ['U-A-01', 'I-A-01', 'R-A-01'] },
    { obligations: ['PO-CAN'], evidence: ['U-B-01', 'R-A-01'] },
    { obligations: [], evidence: ['I-C-01'] },
  ],
  metrics: [
    { id: 'M-ONE', measures: [{ id: 'M-ONE', profiles: ['core'], environments: ['ci'] }] },
    {
      id: 'M-TWO',
      measures: [
        { id: 'M-TWO-A', profiles: ['core', 'full'], environments: ['desktop'] },
        { id: 'M-TWO-B', profiles: [], environments: [] },
      ],
    },
    { id: 'M-FREE', measures: [{ id: 'M-FREE', profiles: [], environments: [] }] },
  ],
}
const sourcesOf = (...bindings: SignalBinding[]): ReturnType<typeof signalSources> => signalSources(bindings, setting)

describe('the sources of a signal', () => {
  it.each<[string, SignalBinding, string[]]>([
    ['evidence', { kind: 'evidence', ids: ['U-A-01', 'I-C-01'] }, ['U-A-01', 'I-C-01']],
    ['an obligation', { kind: 'obligation', obligation: 'PO-CAN' }, ['U-A-01', 'I-A-01', 'R-A-01', 'U-B-01']],
    ['an obligation by replay alone', { kind: 'obligation', obligation: 'PO-OWN', kinds: ['R'] }, ['R-A-01']],
    ['an obligation that nothing keeps', { kind: 'obligation', obligation: 'PO-NEW' }, []],
    ['a kind of evidence', { kind: 'evidenceKind', evidenceKind: 'I' }, ['I-A-01', 'I-C-01']],
    ['people', { kind: 'declared', text: 'Someone says so' }, []],
  ])('%s', (_, binding, evidence) => {
    expect(sourcesOf(binding)).toEqual({ evidence, measures: [], caps: [] })
  })

  it('are those of all its bindings, each once', () => {
    const found = sourcesOf(
      { kind: 'evidence', ids: ['R-A-01'] },
      { kind: 'obligation', obligation: 'PO-OWN', kinds: ['R'] },
    )
    expect(found.evidence).toEqual(['R-A-01'])
  })

  it.each<[string, string, string, string, boolean]>([
    ['M-ONE', 'M-ONE', 'core', 'ci', true],
    ['M-ONE', 'M-ONE', 'core', 'desktop', false],
    ['M-TWO', 'M-TWO-A', 'full', 'desktop', true],
    ['M-TWO', 'M-TWO-A', 'full', 'firefox', false],
    ['M-TWO', 'M-TWO-B', 'core', 'desktop', false],
    ['M-FREE', 'M-FREE', 'anything', 'anywhere', true],
    ['M-FREE', 'M-ONE', 'core', 'ci', false],
  ])('metric %s watches %s of %s on %s: %s', (metric, measure, profile, environment, expected) => {
    const { measures, caps } = sourcesOf({ kind: 'metric', metric })
    expect(measures.some((one) => watches(one, { measure, profile, environment }))).toBe(expected)
    expect(caps).toEqual([])
  })

  it('of a hard cap carry how many runs', () => {
    expect(sourcesOf({ kind: 'hardCap', metrics: ['M-ONE', 'M-FREE'], runs: 2 }).caps).toMatchObject([
      { measure: 'M-ONE', runs: 2 },
      { measure: 'M-FREE', runs: 2, required: null },
    ])
  })
})

describe('what a signal once found', () => {
  it.each<[SignalBinding, string, boolean]>([
    [{ kind: 'evidence', ids: ['U-A-01'] }, 'evidence:U-A-01', true],
    [{ kind: 'evidence', ids: ['U-A-01'] }, 'evidence:U-B-01', false],
    [{ kind: 'metric', metric: 'M-ONE' }, 'series:M-ONE|core|ci', true],
    [{ kind: 'metric', metric: 'M-ONE' }, 'series:M-ONE|core|desktop', false],
    [{ kind: 'metric', metric: 'M-ONE' }, 'cap:M-ONE|core|ci@refs/heads/main', false],
    [{ kind: 'hardCap', metrics: ['M-ONE'], runs: 2 }, 'cap:M-ONE|core|ci@refs/heads/main', true],
    [{ kind: 'hardCap', metrics: ['M-ONE'], runs: 2 }, 'series:M-ONE|core|ci', false],
    [{ kind: 'declared', text: 'x' }, 'evidence:U-A-01', false],
  ])('by %o it still watches %s: %s', (binding, key, expected) => {
    expect(isSource(sourcesOf(binding), key)).toBe(expected)
  })
})

const watch = (signal: string, ...bindings: SignalBinding[]): Watch => ({
  watcher: 'risk:R-1',
  signal,
  sources: sourcesOf(...bindings),
})
const proof = (id: string, outcome: RunEvidence['outcome'], artifact = 's3://log'): RunEvidence => ({
  id,
  outcome,
  artifact,
  observedAt: 5,
})
const series = (over: Partial<RunSeriesVerdict>): RunSeriesVerdict => ({
  key: { measure: 'M-ONE', profile: 'core', environment: 'ci' },
  verdict: 'pass',
  value: 1,
  limit: 10,
  better: 'lower',
  reasons: [],
  artifact: 's3://summary',
  observedAt: 7,
  fails: over.verdict === 'fail',
  ...over,
})
const run = (over: Partial<GatedRun>): GatedRun => ({ ref: 'main', complete: true, evidence: [], series: [], ...over })
const said = (watched: Watch[], gated: GatedRun): string[] =>
  findings(watched, gated).map(({ signal, key, says }) => `${signal} ${key} ${says}`)

describe('what a gated run says of evidence', () => {
  const watched = [watch('s', { kind: 'evidence', ids: ['U-A-01'] })]
  it.each<[string, RunEvidence[], boolean, string[]]>([
    ['a failure', [proof('U-A-01', 'fail')], true, ['fail']],
    ['a failure while the run is open', [proof('U-A-01', 'fail')], false, ['fail']],
    ['a pass', [proof('U-A-01', 'pass')], true, ['pass']],
    ['a pass while the run is open: nothing yet', [proof('U-A-01', 'pass')], false, []],
    ['an error: nothing', [proof('U-A-01', 'error')], true, []],
    ['absence: nothing', [], true, []],
    ['another id: nothing', [proof('U-B-01', 'fail')], true, []],
    ['a failure and then a pass: the failure', [proof('U-A-01', 'fail'), proof('U-A-01', 'pass')], true, ['fail']],
    ['a pass and an error: nothing', [proof('U-A-01', 'pass'), proof('U-A-01', 'error')], true, []],
  ])('%s', (_, evidence, complete, expected) => {
    expect(said(watched, run({ evidence, complete }))).toEqual(expected.map((one) => `s evidence:U-A-01 ${one}`))
  })

  it('shows the failing artifact', () => {
    const evidence = [proof('U-A-01', 'pass', 's3://fine'), proof('U-A-01', 'fail', 's3://broken')]
    expect(findings(watched, run({ evidence }))).toMatchObject([
      { artifact: 's3://broken', observedAt: 5, statement: 'U-A-01 failed' },
    ])
  })

  it('two signals of one risk bound to the same evidence are two', () => {
    const both = [...watched, watch('t', { kind: 'obligation', obligation: 'PO-OWN' })]
    expect(said(both, run({ evidence: [proof('U-A-01', 'fail')] }))).toEqual([
      's evidence:U-A-01 fail',
      't evidence:U-A-01 fail',
    ])
  })
})

describe('what a gated run says of a metric', () => {
  const watched = [watch('s', { kind: 'metric', metric: 'M-ONE' })]
  it.each<[RunSeriesVerdict['verdict'], boolean, string[]]>([
    ['fail', true, ['fail']],
    ['fail', false, ['fail']],
    ['pass', true, ['pass']],
    ['pass', false, []],
    ['warn', true, []],
    ['no_data', true, []],
    ['error', true, []],
  ])('%s, complete %s', (verdict, complete, expected) => {
    const gated = run({ series: [series({ verdict })], complete })
    expect(said(watched, gated)).toEqual(expected.map((one) => `s series:M-ONE|core|ci ${one}`))
  })

  it('fails where one rule fails and another makes an error of it', () => {
    const gated = run({ series: [series({ verdict: 'error', fails: true })] })
    expect(said(watched, gated)).toEqual(['s series:M-ONE|core|ci fail'])
  })

  it('says it of each series', () => {
    const free = [watch('s', { kind: 'metric', metric: 'M-FREE' })]
    const one = (profile: string, verdict: RunSeriesVerdict['verdict']): RunSeriesVerdict =>
      series({ key: { measure: 'M-FREE', profile, environment: 'ci' }, verdict })
    expect(said(free, run({ series: [one('a', 'fail'), one('b', 'pass')] }))).toEqual([
      's series:M-FREE|a|ci fail',
      's series:M-FREE|b|ci pass',
    ])
  })

  it('gives the reasons of the verdict', () => {
    const gated = run({ series: [series({ verdict: 'fail', reasons: ['over_limit: 12 is over 10'] })] })
    expect(findings(watched, gated)[0]?.statement).toBe('M-ONE|core|ci: over_limit: 12 is over 10')
  })
})

describe('what a gated run says of a hard cap', () => {
  const watched = [watch('s', { kind: 'hardCap', metrics: ['M-ONE'], runs: 2 })]
  it.each<[string, Partial<RunSeriesVerdict>, boolean, string[]]>([
    ['beyond', { value: 11, verdict: 'fail' }, true, ['beyond']],
    ['beyond, open', { value: 11, verdict: 'fail' }, false, ['beyond']],
    ['at the cap', { value: 10 }, true, ['pass']],
    ['at the cap, open', { value: 10 }, false, []],
    ['a warning that escalated is not beyond the cap', { value: 9, verdict: 'fail' }, true, ['pass']],
    ['below a floor', { value: 9, better: 'higher', verdict: 'fail' }, true, ['beyond']],
    ['without all seeds: nothing', { value: null, verdict: 'no_data' }, true, []],
    ['beyond, whatever another rule says of it', { value: 11, verdict: 'error' }, true, ['beyond']],
    ['within, whatever another rule says of it', { value: 9, verdict: 'error' }, true, ['pass']],
    ['within, with a window of the run that lacks seeds', { value: 9, verdict: 'no_data' }, true, ['pass']],
    ['no cap: nothing', { limit: null, verdict: 'error' }, true, []],
  ])('%s', (_, over, complete, expected) => {
    const gated = run({ series: [series(over)], complete })
    expect(said(watched, gated)).toEqual(expected.map((one) => `s cap:M-ONE|core|ci@main ${one}`))
  })
})

describe('a turn', () => {
  const finding = (says: 'fail' | 'pass' | 'beyond', runs = 1): Parameters<typeof turnOf>[0] => ({
    watcher: 'risk:R-1',
    signal: 's',
    key: 'k',
    says,
    runs,
    statement: '',
    artifact: null,
    observedAt: 1,
  })

  it.each<[string, 'fail' | 'pass' | 'beyond', number, Standing, boolean, string, Standing]>([
    ['the first failure fires', 'fail', 1, quiet, true, 'fired', { failing: true, streak: 0 }],
    ['it fires in an open run', 'fail', 1, quiet, false, 'fired', { failing: true, streak: 0 }],
    ['the next one comes again', 'fail', 1, { failing: true, streak: 0 }, true, 'again', { failing: true, streak: 0 }],
    ['a pass ends it', 'pass', 1, { failing: true, streak: 0 }, true, 'passed', quiet],
    ['a pass of what passed is nothing', 'pass', 1, quiet, true, 'none', quiet],
    ['the first run beyond counts', 'beyond', 2, quiet, true, 'none', { failing: false, streak: 1 }],
    ['the second fires', 'beyond', 2, { failing: false, streak: 1 }, true, 'fired', { failing: true, streak: 2 }],
    ['the third comes again', 'beyond', 2, { failing: true, streak: 2 }, true, 'again', { failing: true, streak: 3 }],
    ['an open run does not count', 'beyond', 2, quiet, false, 'none', quiet],
    [
      'an open run completes the count',
      'beyond',
      2,
      { failing: false, streak: 1 },
      false,
      'fired',
      { failing: true, streak: 1 },
    ],
    [
      'and at completion comes again',
      'beyond',
      2,
      { failing: true, streak: 1 },
      true,
      'again',
      { failing: true, streak: 2 },
    ],
    ['a run within the cap ends the count', 'pass', 2, { failing: false, streak: 1 }, true, 'none', quiet],
  ])('%s', (_, says, runs, before, complete, turn, after) => {
    expect(turnOf(finding(says, runs), before, complete)).toMatchObject({ turn, after })
  })

  it('fires exactly once for each spell of failures, however long and whatever else comes', () => {
    const step = fc.constantFrom<'fail' | 'pass'>('fail', 'pass')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let standing = quiet
        let fired = 0
        for (const says of steps) {
          const { turn, after } = turnOf(finding(says), standing, true)
          if (turn === 'fired') fired += 1
          standing = after
        }
        const spells = steps.join(' ').match(/(fail ?)+/g)?.length ?? 0
        expect(fired).toBe(spells)
      }),
    )
  })

  it('of a cap fires when so many in a row were beyond, and not before', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), (beyond, runs) => {
        let standing = quiet
        const fired: number[] = []
        for (const [index, one] of beyond.entries()) {
          const { turn, after } = turnOf(finding(one ? 'beyond' : 'pass', runs), standing, true)
          if (turn === 'fired') fired.push(index)
          standing = after
        }
        const expected = beyond.flatMap((_, index) => {
          const spell =
            beyond
              .slice(0, index + 1)
              .join(' ')
              .match(/(true ?)*$/)?.[0] ?? ''
          return spell.split('true').length - 1 === runs ? [index] : []
        })
        expect(fired).toEqual(expected)
      }),
    )
  })
})
