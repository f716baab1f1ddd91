import { readFileSync } from 'node:fs'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { loadProgram } from '@/lib/program/load'
import { CheckWords } from './check-words'
import { SignalList } from './signal-words'
import type { Check, FiringSignal, Program } from './types'

function load(path: string): Program {
  const result = loadProgram(readFileSync(new URL(path, import.meta.url), 'utf8'))
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return result.loaded.program
}

const browser = load('../../programs/asupersync-browser.yaml')
const pump = load('../../lib/program/fixtures/infusion-pump.yaml')

const text = (html: string): string =>
  html
    .replaceAll(/<li>/g, ' ')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&gt;', '>')
    .replaceAll('&#x27;', "'")
    .replaceAll(/\s+/g, ' ')
    .trim()

const checkWords = (program: Program, check: Check): string =>
  text(renderToStaticMarkup(<CheckWords program={program} check={check} />))
const signalWords = (program: Program, signal: FiringSignal): string =>
  text(renderToStaticMarkup(<SignalList program={program} signals={[signal]} />))

describe('how a criterion is checked, in words', () => {
  it.each<[Check, string]>([
    [
      { kind: 'attested', roles: ['oncall-release-owner', 'reliability-lead'], evidence: ['The log'], command: true },
      'Attested by Oncall release owner or Reliability lead, naming the exact command, with evidence: The log',
    ],
    [
      { kind: 'attested', roles: ['quality-owner'], evidence: ['A', 'B'], command: false, maxAgeDays: 14 },
      'Attested by Quality owner not longer than 14 days ago with evidence: A B',
    ],
    [
      { kind: 'record', system: 'Log', roles: ['pilot-success-owner'], count: 1 },
      'At least one record of “Log”, entered by Pilot success owner.',
    ],
    [
      { kind: 'metrics', metrics: ['M-FLAKE-01', 'M-COR-02'], windows: 2, limitsOf: 'pilot' },
      'M-FLAKE-01 (Flake rate) and M-COR-02 (Critical invariant regressions) pass over two windows, within the limits of Pilot.',
    ],
    [{ kind: 'metrics', metrics: ['M-DX-01'], windows: 1 }, 'M-DX-01 (Time to first success) passes over one window.'],
    [{ kind: 'scoreboard', status: 'green', windows: 2 }, 'The scoreboard is Green over two windows.'],
    [
      { kind: 'parity', classes: ['adapter'], kinds: ['U', 'I'] },
      'Each retained surface of class adapter has passing evidence, none of it stale, of U (deterministic unit assertions) and I (integration assertions spanning modules/adapters).',
    ],
    [
      { kind: 'parity', classes: ['core'], obligations: ['PO-CAN'] },
      'Each retained surface of class core that keeps PO-CAN (Cancellation) has passing evidence, none of it stale, of every kind it needs.',
    ],
    [
      { kind: 'mapped', classes: ['core'] },
      'Each module and retained surface of class core names an obligation and an evidence id.',
    ],
    [
      { kind: 'evidence', ids: ['R-CANCEL-01', 'R-OBL-01'] },
      'The latest gated result of R-CANCEL-01 and R-OBL-01 passes and is not stale.',
    ],
    [{ kind: 'risks', unownedAtOrAbove: 12 }, 'No risk scored 12 or above is unowned.'],
    [{ kind: 'risks', open: ['Open', 'Mitigating'] }, 'No risk is Open or Mitigating.'],
    [{ kind: 'killCriteria' }, 'No kill criterion is active.'],
    [{ kind: 'phase', phase: 'alpha', gate: 'exit' }, 'The exit gate of Alpha is met.'],
    [
      { kind: 'defects', kinds: ['security'], severities: ['P0', 'high'], classes: ['core'], releaseCandidates: 2 },
      'No security defect of severity P0 or High is unresolved on surfaces of class core, or on none named, for two release candidates.',
    ],
    [{ kind: 'decision', decision: 'waiver' }, 'Decided: Waiver of missing data.'],
  ])('%o', (check, words) => {
    expect(checkWords(browser, check)).toBe(words)
  })
})

describe('what fires, in words', () => {
  it.each<[FiringSignal, string]>([
    [{ kind: 'metric', metric: 'M-COR-03' }, 'M-COR-03 (Replay equivalence) fails'],
    [
      { kind: 'obligation', obligation: 'PO-REG', kinds: ['R'] },
      'Evidence of kind R of a surface that keeps PO-REG (Region lifecycle) fails',
    ],
    [{ kind: 'evidence', ids: ['U-SEC-01', 'I-SEC-02'] }, 'One of U-SEC-01 or I-SEC-02 fails'],
    [
      { kind: 'evidenceKind', evidenceKind: 'R' },
      'Any evidence of kind R (replay-proof artifacts/oracle parity) that a retained surface names fails',
    ],
    [
      { kind: 'hardCap', metrics: ['M-PERF-01', 'M-PERF-02'], runs: 2 },
      'One of M-PERF-01 (wasm size) or M-PERF-02 (Cold init) is beyond its hard limit in two consecutive gated runs that carry the series',
    ],
    [{ kind: 'declared', text: 'It was seen' }, 'A member declares, with evidence: It was seen'],
  ])('%o', (signal, words) => {
    expect(signalWords(browser, signal)).toBe(words)
  })
})

describe.each([
  ['the bundled program', browser],
  ['a program of quite another shape', pump],
])('%s', (_, program) => {
  it('has words for every check and signal, and titles for what they name', () => {
    const criteria = program.phases.flatMap(({ entry, exit }) => [...entry.criteria, ...exit.criteria])
    const checks = criteria.flatMap(({ check, also = [] }) => [check, ...also])
    const signals = [...program.killCriteria, ...program.rollbackTriggers].flatMap((row) => row.signals ?? [])
    const sentences = [
      ...checks.map((check) => checkWords(program, check)),
      ...signals.map((signal) => signalWords(program, signal)),
    ]
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^[A-Z]/)
      expect(sentence).not.toMatch(/undefined|\[object|null/)
    }
  })
})
