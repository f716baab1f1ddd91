import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileProgram } from '@/lib/program/compile'
import { loadProgram } from '@/lib/program/load'
import { judge } from './judge'
import { convert } from './unit'
import type { Verdict } from './verdict'

/**
 * The bundled program's limits, held against a gate script's rules: a hard budget fails above its threshold; an
 * operational one fails above its hard threshold, and warns above its warning one unless a breach came before.
 * The thresholds are written out here once more, as WASM_SIZE_PERF_BUDGETS.md has them.
 */
const source = readFileSync(new URL('../../../programs/asupersync-browser.yaml', import.meta.url), 'utf8')
const result = loadProgram(source)
if (!result.ok) throw new Error(JSON.stringify(result.faults))
const program = compileProgram(result.loaded.program)

const profiles = ['core-min', 'core-trace', 'full-dev']

/** Thresholds by profile, in the unit they are written in and the unit the figures come in. */
const hardBudgets = [
  { id: 'M-PERF-01A', environment: 'ci', written: 'KiB', unit: 'bytes', thresholds: [650, 900, 1300] },
  { id: 'M-PERF-01B', environment: 'ci', written: 'KiB', unit: 'bytes', thresholds: [220, 320, 480] },
  { id: 'M-PERF-02A', environment: 'desktop-chromium', written: 'ms', unit: 'ms', thresholds: [60, 85, 130] },
  { id: 'M-PERF-02B', environment: 'mobile-android', written: 'ms', unit: 'ms', thresholds: [160, 220, 320] },
  { id: 'M-PERF-03A', environment: 'desktop-chromium', written: 'MiB', unit: 'MiB', thresholds: [24, 32, 48] },
  { id: 'M-PERF-03B', environment: 'desktop-chromium', written: 'ms', unit: 'ms', thresholds: [2.5, 3.5, 5.0] },
] as const

const operationalBudgets = [
  { id: 'M-PERF-04A', unit: 'us', warn: 8, hard: 12 },
  { id: 'M-PERF-04B', unit: 'us', warn: 15, hard: 24 },
  { id: 'M-PERF-04C', unit: 'us', warn: 40, hard: 65 },
  { id: 'M-PERF-04D', unit: '%', warn: 12, hard: 20 },
] as const

interface Case {
  id: string
  profile: string
  environment: string
  unit: string
  value: number
  breaches: number
  phase: string | null
  expected: Verdict
}

/** The doubles just below and above a positive one. */
const below = (value: number): number => value * (1 - Number.EPSILON / 2)
const above = (value: number): number => value * (1 + Number.EPSILON)

const hardCases = hardBudgets.flatMap(({ id, environment, written, unit, thresholds }) =>
  profiles.flatMap((profile, index) => {
    const threshold = thresholds[index] ?? Number.NaN
    const limit = convert(threshold, written, unit)
    const step = unit === 'bytes' ? 1 : limit / 1000
    const values = [0, limit / 2, limit - step, below(limit), limit, above(limit), limit + step, limit * 2, 1e300]
    return values.flatMap((value) =>
      [0, 3].map((breaches): Case => {
        const expected = value > limit ? 'fail' : 'pass'
        return { id, profile, environment, unit, value, breaches, phase: 'alpha', expected }
      }),
    )
  }),
)

const operationalCases = operationalBudgets.flatMap(({ id, unit, warn, hard }) =>
  [
    0,
    warn / 2,
    below(warn),
    warn,
    above(warn),
    warn + 0.1,
    below(hard),
    hard,
    above(hard),
    hard + 0.1,
    hard * 9,
  ].flatMap((value) =>
    [0, 1, 2, 10].map((breaches): Case => {
      const expected = value > hard ? 'fail' : value > warn ? (breaches > 0 ? 'fail' : 'warn') : 'pass'
      return {
        id,
        profile: 'core-min',
        environment: 'desktop-chromium',
        unit,
        value,
        breaches,
        phase: 'beta',
        expected,
      }
    }),
  ),
)

/** What the rest of the scoreboard says: the limit, which passes, and a value just beyond it, by phase. */
const otherLimits = [
  ['M-COR-01', 'ci', '%', null, 99.5, 99.49999999999999],
  ['M-COR-02', 'ci', 'count', 'ga', 0, 1],
  ['M-COR-03', 'ci', 'ratio', 'alpha', 1, 0.9999999999999999],
  // Before the first phase, the first's limits count; after the last, the last's.
  ['M-DX-01', 'pilot', 'min', null, 60, 60.1],
  ['M-DX-01', 'pilot', 'min', 'alpha', 60, 60.1],
  ['M-DX-01', 'pilot', 'min', 'beta', 45, 45.1],
  ['M-DX-01', 'pilot', 'min', 'pilot', 30, 30.1],
  ['M-DX-01', 'pilot', 'min', 'ga', 20, 20.1],
  ['M-DX-01', 'pilot', 'min', 'released', 20, 20.1],
  ['M-DX-02', 'pilot', '%', 'pilot', 95, 94.99],
  ['M-DX-03', 'pilot', 'defects/10 attempts', 'pilot', 3, 3.01],
  ['M-ADOPT-01', 'pilot', 'ratio', 'pilot', 0.5, 0.499],
  ['M-ADOPT-03A', 'pilot', 'h', 'pilot', 24, 24.01],
  ['M-ADOPT-03B', 'pilot', 'h', 'pilot', 72, 72.01],
  ['M-ADOPT-03C', 'pilot', 'h', 'pilot', 168, 168.01],
  ['M-FLAKE-01', 'ci', '%', 'alpha', 5, 5.01],
  ['M-FLAKE-01', 'ci', '%', 'pilot', 2, 2.01],
  ['M-FLAKE-01', 'ci', '%', 'ga', 1, 1.01],
] as const

const otherCases = otherLimits.flatMap(([id, environment, unit, phase, within, beyond]) => {
  const one = { id, profile: 'core-min', environment, unit, breaches: 0, phase }
  return [
    { ...one, value: within, expected: 'pass' },
    { ...one, value: beyond, expected: 'fail' },
  ] satisfies Case[]
})

const cases = [...hardCases, ...operationalCases, ...otherCases]

function verdictOf({ id, profile, environment, unit, value, breaches, phase }: Case): Verdict {
  const rule = program.catalog.measures.get(id)
  if (rule === undefined) throw new Error(`${id} is no measure`)
  const setting = { profile, environment, phase: program.effectivePhase(phase), at: Date.parse('2026-11-18T12:00:00Z') }
  const run = { value: convert(value, unit, rule.unit), observedAt: setting.at, samples: 1, source: null }
  return judge(rule, { ...run, missingSeeds: null }, setting, breaches).verdict
}

describe('the bundled program agrees with the gate script', () => {
  it('in more than a hundred cases', () => {
    expect(hardCases).toHaveLength(324)
    expect(operationalCases).toHaveLength(176)
  })

  it.each(cases)('$id $profile: $value $unit after $breaches breaches in $phase is $expected', (one) => {
    expect(verdictOf(one)).toBe(one.expected)
  })

  it('and is an error, never a pass, in a profile without a limit', () => {
    for (const { id, environment, unit } of hardBudgets) {
      const one = { id, environment, unit, profile: 'scenario', value: 0, breaches: 0, phase: 'alpha' }
      expect(verdictOf({ ...one, expected: 'error' })).toBe('error')
    }
  })
})
