import { iso, type Instant } from '@/lib/domain/instant'
import type { SampleBody, UploadBody } from '@/lib/ingest/upload'
import { sha256 } from '@/lib/register/digest'

/** What a simulated CI would send. All of it is made up. */

const PROFILES = ['core-min', 'core-trace', 'full-dev'] as const
type Profile = (typeof PROFILES)[number]
const SEEDS = [11, 29, 42, 73, 101]
const MINUTE = 60_000

/** The story: how far into the demo's weeks a run lies, and the dice. */
export interface Moment {
  at: Instant
  /** Weeks before the present one: 0 is this week. */
  weeksAgo: number
  /** 0 is Monday. */
  weekday: number
  /** The last moment of the history. */
  last: boolean
  random: () => number
}

type Kind = 'build' | 'nightly' | 'parity'

function runHead(kind: Kind, moment: Moment): UploadBody['run'] {
  const id = `${kind}-${iso(moment.at).slice(0, 10)}`
  const commit = sha256(`demo commit ${iso(moment.at).slice(0, 10)}`)
    .toString('hex')
    .slice(0, 40)
  return {
    id,
    commit,
    ref: 'refs/heads/main',
    startedAt: iso(moment.at - 20 * MINUTE),
    ciUrl: `https://ci.example.test/runs/${id}`,
    gated: true,
    complete: true,
  }
}

const artifactOf = (run: string, name: string): SampleBody['artifact'] => ({
  uri: `https://ci.example.test/artifacts/${run}/${name}.json`,
  sha256: sha256(`demo ${run} ${name}`).toString('hex'),
})

const around = (random: () => number, middle: number, spread: number): number =>
  middle * (1 + (random() - 0.5) * spread)

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

/** Sizes creep up; three weeks ago core-trace went over its raw limit for two days. */
export function buildRun(moment: Moment): UploadBody {
  const run = runHead('build', moment)
  const raw: Record<Profile, number> = { 'core-min': 566_000, 'core-trace': 868_000, 'full-dev': 1_205_000 }
  const growth = 1 + (10 - moment.weeksAgo) * 0.0035
  const over = moment.weeksAgo === 3 && (moment.weekday === 2 || moment.weekday === 3)
  const samples = PROFILES.flatMap((profile) => {
    const bytes = Math.round(raw[profile] * growth * (profile === 'core-trace' && over ? 1.045 : 1))
    const common = {
      unit: 'bytes',
      observedAt: iso(moment.at - 5 * MINUTE),
      profile,
      environment: { class: 'ci', toolchain: 'rustc 1.93.0', os: 'linux' },
      command: `rch exec -- cargo build -p asupersync --target wasm32-unknown-unknown --release --no-default-features --features ${profile}`,
    }
    return [
      { ...common, metric: 'M-PERF-01A', value: bytes, artifact: artifactOf(run.id, `${profile}-raw`) },
      {
        ...common,
        metric: 'M-PERF-01B',
        value: Math.round(bytes * 0.345),
        artifact: artifactOf(run.id, `${profile}-gzip`),
      },
    ]
  })
  return { run, samples }
}

const DESKTOP = { class: 'desktop-chromium', toolchain: 'rustc 1.93.0', browser: 'chromium-148', os: 'linux' }
const MOBILE = { class: 'mobile-android', toolchain: 'rustc 1.93.0', device: 'mid-tier-arm64', browser: 'chrome-148' }

/** Latencies, heap and cancellation, a value a seed. Mobile cold init was over its limit two weeks ago, and is again. */
export function nightlyRun(moment: Moment): UploadBody {
  const run = runHead('nightly', moment)
  const { random, weeksAgo, weekday, last } = moment
  const slowMobile = (weeksAgo === 2 && weekday >= 3) || last
  const scale: Record<Profile, number> = { 'core-min': 1, 'core-trace': 1.4, 'full-dev': 2.1 }
  const bench = 'rch exec -- cargo test -p asupersync --test wasm_perf_budget -- --nocapture'
  const seeded = (
    metric: string,
    unit: string,
    profile: Profile,
    middle: number,
    digits: number,
    environment: typeof DESKTOP | typeof MOBILE,
  ) =>
    SEEDS.map(
      (seed): SampleBody => ({
        metric,
        value: rounded(around(random, middle * scale[profile], 0.08), digits),
        unit,
        observedAt: iso(moment.at - 10 * MINUTE),
        artifact: artifactOf(run.id, `${metric}-${profile}`),
        profile,
        environment,
        command: bench,
        seed,
        replay: `https://ci.example.test/replays/${run.id}/${seed}`,
      }),
    )
  const samples = PROFILES.flatMap((profile) => [
    ...seeded('M-PERF-02A', 'ms', profile, 46, 3, DESKTOP),
    ...seeded('M-PERF-02B', 'ms', profile, slowMobile && profile === 'full-dev' ? 168 : 128, 3, MOBILE),
    ...seeded('M-PERF-03A', 'MiB', profile, 17.5, 3, DESKTOP),
    ...seeded('M-PERF-03B', 'ms', profile, 1.72, 3, DESKTOP),
  ])
  const operational: [string, number, string][] = [
    ['M-PERF-04A', weeksAgo === 2 ? 8.6 : 6.4, 'us'],
    ['M-PERF-04B', 11.2, 'us'],
    ['M-PERF-04C', 33, 'us'],
    ['M-PERF-04D', 9.1, '%'],
  ]
  const harness = operational.map(
    ([metric, middle, unit]): SampleBody => ({
      metric,
      value: rounded(around(random, middle, 0.04), 2),
      unit,
      observedAt: iso(moment.at - 10 * MINUTE),
      artifact: artifactOf(run.id, metric),
      profile: 'core-min',
      environment: DESKTOP,
      command: bench,
    }),
  )
  return { run, samples: [...samples, ...harness] }
}

/**
 * Parity, invariants and replay. Six weeks ago one seed diverged on a Tuesday; two weeks ago the fuzzer found
 * something on a Wednesday.
 */
export function parityRun(moment: Moment, evidence: readonly string[]): UploadBody {
  const run = runHead('parity', moment)
  const diverged = moment.weeksAgo === 6 && moment.weekday === 1
  const fuzzed = moment.weeksAgo === 2 && moment.weekday === 2
  const common = {
    observedAt: iso(moment.at - 8 * MINUTE),
    profile: 'core-min',
    environment: { class: 'ci', toolchain: 'rustc 1.93.0', os: 'linux' },
    command: 'rch exec -- cargo test -p asupersync --test parity -- --nocapture',
    replay: `https://ci.example.test/replays/${run.id}`,
  }
  const total = evidence.length
  return {
    run,
    samples: [
      { ...common, metric: 'M-COR-01', passed: total, total, unit: '%', artifact: artifactOf(run.id, 'parity') },
      { ...common, metric: 'M-COR-02', value: 0, unit: 'count', artifact: artifactOf(run.id, 'oracle') },
      {
        ...common,
        metric: 'M-COR-03',
        passed: diverged ? 127 : 128,
        total: 128,
        unit: '%',
        artifact: artifactOf(run.id, 'fingerprints'),
      },
    ],
    evidence: evidence.map((id) => ({
      id,
      outcome: fuzzed && id === 'CI-FUZZ-01' ? 'fail' : 'pass',
      observedAt: iso(moment.at - 8 * MINUTE),
      artifact: artifactOf(run.id, id),
      command: common.command,
      replay: common.replay,
    })),
    // The whole list of defects as its tracker has it: one that holds nothing up.
    defects: [
      {
        id: 'WASM-214',
        title: 'HTTP adapter retries once too often after a 503',
        kind: 'integration',
        severity: 'medium',
        surface: 'http',
        opened: iso(moment.at - 20 * 60 * MINUTE),
      },
    ],
  }
}
