import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeRunSeries } from '@/lib/domain/metric/run'
import type { Verdict } from '@/lib/domain/metric/verdict'
import { windowOf } from '@/lib/domain/window/window'
import { compileProgram } from '@/lib/program/compile'
import { loadProgram } from '@/lib/program/load'
import { resolveUpload } from './resolve'
import { type SummaryOptions, type SummaryUpload, summaryUpload } from './summary'

const NOW = Date.parse('2026-03-20T12:00:00.000Z')

const options: SummaryOptions = {
  run: undefined,
  commit: undefined,
  ref: 'refs/heads/main',
  startedAt: '2026-03-15T10:00:00Z',
  observedAt: '2026-03-15T11:00:00Z',
  gated: true,
  complete: true,
  environments: new Map([
    ['M-PERF-01', 'ci'],
    ['M-PERF-03', 'desktop-chromium'],
  ]),
}

interface GateReport {
  gate_status: string
  budget_results: { metric_id: string; profile: string; status: string; value: number | null; threshold_hard: number }[]
}

const root = new URL('../../e2e/fixtures/runs/', import.meta.url)
const read = (run: string, file: string): unknown => JSON.parse(readFileSync(new URL(`${run}/${file}`, root), 'utf8'))
const runs = readdirSync(root).sort()
const summariesOf = (run: string): unknown[] =>
  [
    'wasm_budget_summary.json',
    'wasm_packaged_bootstrap_perf_summary.json',
    'wasm_packaged_cancellation_perf_summary.json',
  ].map((file) => read(run, file))
const reportOf = (run: string): GateReport => read(run, 'wasm_perf_regression_report.json') as GateReport

const result = loadProgram(readFileSync(new URL('../../programs/asupersync-browser.yaml', import.meta.url), 'utf8'))
if (!result.ok) throw new Error(JSON.stringify(result.faults))
const { catalog, windows } = compileProgram(result.loaded.program)

function bodyOf(upload: SummaryUpload): Extract<SummaryUpload, { ok: true }>['body'] {
  if (!upload.ok) throw new Error(JSON.stringify(upload.faults))
  return upload.body
}

interface Said {
  verdict: Verdict
  value: number | null
  limit: number | null
}

/** What the bundled program says of each series of a body, by measure and profile. */
function verdictsOf(body: unknown): Map<string, Said> {
  const resolved = resolveUpload(body, catalog, NOW)
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.faults))
  const said = new Map<string, Said>()
  for (const { measure, environment, value, observedAt, body: sample } of resolved.samples) {
    const samples = [{ value, observedAt, seed: sample.seed ?? null, source: null }]
    const setting = { profile: sample.profile, environment, phase: 'alpha' }
    const { overall } = judgeRunSeries(measure, samples, [windowOf(windows, observedAt)], setting, 0)
    said.set(`${measure.id} ${sample.profile}`, overall.judgement)
  }
  return said
}

/** Some of the project's own CI summaries, from both of its runs that are kept. */
describe("the real project's runs", () => {
  it('are there', () => {
    expect(runs).toEqual(['2026-03-07-6202db2b8', '2026-03-15-130e7d16e'])
  })

  it.each(runs)('%s: verdicts agree with every pass, warn and fail of its own gate', (run) => {
    const said = verdictsOf(bodyOf(summaryUpload(summariesOf(run), options)))
    const { budget_results: results, gate_status } = reportOf(run)
    const judged = results.filter(({ status }) => status !== 'skip')
    expect(judged).toHaveLength(6)
    expect(gate_status).toBe('pass')
    for (const { metric_id, profile, status, value, threshold_hard } of judged) {
      expect([metric_id, said.get(`${metric_id} ${profile}`)]).toEqual([
        metric_id,
        expect.objectContaining({ verdict: status, value, limit: threshold_hard }),
      ])
    }
    // What it skips, a run does not say anything of here.
    const skipped = results.filter(({ status }) => status === 'skip').map(({ metric_id }) => metric_id)
    expect(skipped).toEqual(['M-PERF-04A', 'M-PERF-04B', 'M-PERF-04C', 'M-PERF-04D'])
    for (const key of said.keys()) expect(skipped).not.toContain(key.split(' ')[0])
    expect(said.size).toBe(judged.length)
  })

  it.each(runs)('%s: figures one step over their thresholds fail', (run) => {
    const over = summariesOf(run).map((document) => {
      const { entries, ...rest } = document as { entries: { metric_id: string; value: number }[] }
      const report = reportOf(run).budget_results
      const limit = (id: string): number => report.find(({ metric_id }) => metric_id === id)?.threshold_hard ?? 0
      return { ...rest, entries: entries.map((one) => ({ ...one, value: limit(one.metric_id) * 1.0001 })) }
    })
    const said = verdictsOf(bodyOf(summaryUpload(over, options)))
    expect([...said.values()].map(({ verdict }) => verdict)).toEqual(Array(6).fill('fail'))
  })

  it('become one run of one commit, with environment and provenance', () => {
    const body = bodyOf(summaryUpload(summariesOf('2026-03-15-130e7d16e'), options))
    expect(body.run).toEqual({
      id: 'summary-130e7d16e48874c24366e43b2f8eafe95562775f',
      commit: '130e7d16e48874c24366e43b2f8eafe95562775f',
      ref: 'refs/heads/main',
      startedAt: options.startedAt,
      gated: true,
      complete: true,
    })
    expect(body.samples?.map(({ metric, environment }) => [metric, environment.class])).toEqual([
      ['M-PERF-01A', 'ci'],
      ['M-PERF-01B', 'ci'],
      ['M-PERF-02A', 'desktop-chromium'],
      ['M-PERF-02B', 'mobile-android'],
      ['M-PERF-03A', 'desktop-chromium'],
      ['M-PERF-03B', 'desktop-chromium'],
    ])
    expect(body.samples?.[4]).toEqual({
      metric: 'M-PERF-03A',
      value: 9.589,
      unit: 'MiB',
      observedAt: options.observedAt,
      artifact: { uri: 'artifacts/wasm/release/asupersync.release.wasm' },
      profile: 'core-min',
      environment: {
        class: 'desktop-chromium',
        harness: 'packaged-bootstrap-harness',
        scenario: 'packaged-bootstrap-steady-state',
        method: 'artifact-memory-envelope-v1',
      },
      command: 'bash ./scripts/test_wasm_packaged_bootstrap_e2e.sh',
    })
    // Two commands made the sizes: both are said, in their order.
    expect(body.samples?.[0]?.command).toMatch(/^rch exec -- env .* && gzip -9 -c .* \| wc -c$/)
  })
})

describe('a summary', () => {
  const entry = { metric_id: 'M-PERF-01A', value: 1, unit: 'bytes' }
  const one = {
    schema_version: 'wasm-budget-summary-v1',
    profile: 'core-min',
    environment: 'ci-check',
    commit: 'abcdef0123456789',
    commands: ['make'],
    artifact_paths: ['first.wasm', 'second.wasm'],
    entries: [entry],
  }
  const faults = (documents: unknown[], over: Partial<SummaryOptions> = {}): [number, string][] => {
    const made = summaryUpload(documents, { ...options, ...over })
    return made.ok ? [] : made.faults.map(({ document, path }) => [document, path])
  }

  it('says what its entries do not', () => {
    const [sample] = bodyOf(summaryUpload([one], options)).samples ?? []
    expect(sample).toMatchObject({ profile: 'core-min', artifact: { uri: 'first.wasm' } })
    const own = { ...entry, profile: 'full-dev', artifact_path: 'own.wasm', browser: 'desktop-firefox' }
    const [other] = bodyOf(summaryUpload([{ ...one, entries: [own] }], options)).samples ?? []
    expect(other).toMatchObject({ profile: 'full-dev', artifact: { uri: 'own.wasm' } })
    expect(other?.environment).toEqual({ class: 'desktop-firefox', harness: 'ci-check' })
  })

  it("takes run and commit from the caller, and the measure's environment before its metric's", () => {
    const environments = new Map([
      ['M-PERF-01', 'ci'],
      ['M-PERF-01A', 'pilot'],
    ])
    const body = bodyOf(summaryUpload([one], { ...options, run: 'r', commit: 'abcdef0123456789ff', environments }))
    expect(body.run).toMatchObject({ id: 'r', commit: 'abcdef0123456789ff' })
    expect(body.samples?.[0]?.environment.class).toBe('pilot')
  })

  it('keeps the longest of the commits that are each other, shortened', () => {
    const body = bodyOf(
      summaryUpload([{ ...one, commit: 'abcdef0' }, one, { ...one, commit: 'abcdef012345' }], options),
    )
    expect(body.run.commit).toBe('abcdef0123456789')
  })

  it.each<[string, unknown[], [number, string][]]>([
    ['of another schema', [{ ...one, schema_version: 'v2' }], [[0, 'schema_version']]],
    ['that is none', [null], [[0, '']]],
    ['without entries', [{ ...one, entries: [] }], [[0, 'entries']]],
    ['without commands', [{ ...one, commands: [] }], [[0, 'commands']]],
    ['without artifacts', [{ ...one, artifact_paths: [] }], [[0, 'artifact_paths']]],
    ['with a value that is none', [{ ...one, entries: [{ ...entry, value: '1' }] }], [[0, 'entries.0.value']]],
    ['without a unit', [{ ...one, entries: [entry, { ...entry, unit: undefined }] }], [[0, 'entries.1.unit']]],
    ['of another commit', [one, { ...one, commit: 'fffffff' }], [[1, 'commit']]],
    [
      'whose metric has no environment',
      [one, { ...one, entries: [entry, { ...entry, metric_id: 'M-X' }] }],
      [[1, 'entries.1']],
    ],
    [
      'among others, with every fault where it is',
      [
        null,
        { ...one, commit: 'fffffff' },
        { ...one, profile: '' },
        one,
        { ...one, entries: [{ ...entry, metric_id: 'M-X' }] },
      ],
      [
        [0, ''],
        [2, 'profile'],
        [1, 'commit'],
        [4, 'entries.0'],
      ],
    ],
  ])('%s is refused', (_, documents, expected) => {
    expect(faults(documents)).toEqual(expected)
  })

  it('is of the commit that the caller says, or refused', () => {
    expect(faults([one], { commit: 'abcdef0' })).toEqual([[0, 'commit']])
    expect(faults([one], { commit: 'abcdef0123456789aa' })).toEqual([])
  })

  it('makes a body that an upload takes', () => {
    const resolved = resolveUpload(bodyOf(summaryUpload([one], options)), catalog, NOW)
    expect(resolved.ok).toBe(true)
  })
})
