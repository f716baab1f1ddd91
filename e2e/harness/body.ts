import { randomUUID } from 'node:crypto'
import type { SampleBody, UploadBody } from '@/lib/ingest/upload'

/** A good upload body for the bundled program, with whatever a test wants otherwise. */
export function runBody(
  run: Partial<UploadBody['run']>,
  samples: SampleBody[],
  rest: Partial<UploadBody> = {},
): UploadBody {
  return {
    run: {
      id: `run-${randomUUID()}`,
      commit: '130e7d16e48874c24366e43b2f8eafe95562775f',
      ref: 'refs/heads/main',
      startedAt: '2026-11-18T11:00:00.000Z',
      gated: true,
      complete: true,
      ...run,
    },
    samples,
    ...rest,
  }
}

const environments: Record<string, SampleBody['environment']> = {
  ci: { class: 'ci', toolchain: 'rustc 1.93.0' },
  'desktop-chromium': { class: 'desktop-chromium', browser: 'chromium-148' },
  'mobile-android': { class: 'mobile-android', device: 'mid-tier' },
  pilot: { class: 'pilot', cohort: 'one' },
}

/** A good sample; `environment` is one of the bundled program's classes. */
export function sample(
  metric: string,
  value: number,
  unit: string,
  more: Partial<SampleBody> & { on?: string } = {},
): SampleBody {
  const { on = 'ci', ...rest } = more
  return {
    metric,
    value,
    unit,
    observedAt: '2026-11-18T11:30:00.000Z',
    artifact: { uri: 's3://ci/run/summary.json' },
    profile: 'core-min',
    environment: environments[on] ?? { class: on, harness: 'test' },
    command: 'rch exec -- cargo build',
    ...rest,
  }
}

const PROFILES = ['core-min', 'core-trace', 'full-dev'] as const

/** Everything that the bundled program requires before Pilot, all within its limits. */
export function greenSamples(observedAt = '2026-11-18T11:30:00.000Z'): SampleBody[] {
  const at = { observedAt }
  const correctness = [
    sample('M-COR-01', 100, '%', at),
    sample('M-COR-02', 0, 'count', at),
    sample('M-COR-03', 100, '%', at),
  ]
  const performance = PROFILES.flatMap((profile) => [
    sample('M-PERF-01A', 600_000, 'bytes', { ...at, profile }),
    sample('M-PERF-01B', 200_000, 'bytes', { ...at, profile }),
    sample('M-PERF-02A', 40, 'ms', { ...at, profile, on: 'desktop-chromium' }),
    sample('M-PERF-02B', 100, 'ms', { ...at, profile, on: 'mobile-android' }),
    sample('M-PERF-03A', 20, 'MiB', { ...at, profile, on: 'desktop-chromium' }),
    sample('M-PERF-03B', 2, 'ms', { ...at, profile, on: 'desktop-chromium' }),
  ])
  return [...correctness, ...performance]
}
