import { z } from 'zod'
import type { UploadBody } from './upload'

/** `wasm-budget-summary-v1`: what the bundled program's CI writes of its sizes and latencies. */
const entry = z.object({
  metric_id: z.string().min(1),
  value: z.number(),
  unit: z.string().min(1),
  profile: z.string().min(1).optional(),
  artifact_path: z.string().min(1).optional(),
  browser: z.string().min(1).optional(),
  scenario: z.string().min(1).optional(),
  measurement_method: z.string().min(1).optional(),
})

const summary = z.object({
  schema_version: z.literal('wasm-budget-summary-v1'),
  profile: z.string().min(1),
  environment: z.string().min(1),
  commit: z.string().min(1),
  run_id: z.string().min(1).optional(),
  measurement_method: z.string().min(1).optional(),
  commands: z.array(z.string().min(1)).min(1),
  artifact_paths: z.array(z.string().min(1)).min(1),
  entries: z.array(entry).min(1),
})

type Summary = z.infer<typeof summary>

/** What a summary does not say of its run and samples. */
export interface SummaryOptions {
  run: string | undefined
  commit: string | undefined
  ref: string
  startedAt: string
  observedAt: string
  gated: boolean
  complete: boolean
  /** Environment class by measure or metric id, for entries that name no browser. */
  environments: ReadonlyMap<string, string>
}

export interface SummaryFault {
  /** Index of the document. */
  document: number
  path: string
  message: string
}

export type SummaryUpload = { ok: true; body: UploadBody } | { ok: false; faults: SummaryFault[] }

/** One upload from the summaries of one commit, or every fault. */
export function summaryUpload(documents: readonly unknown[], options: SummaryOptions): SummaryUpload {
  const faults: SummaryFault[] = []
  const read = documents.flatMap((document, index) => {
    const parsed = summary.safeParse(document)
    if (parsed.success) return [{ one: parsed.data, index }]
    faults.push(
      ...parsed.error.issues.map((issue) => ({ document: index, path: issue.path.join('.'), message: issue.message })),
    )
    return []
  })
  const commit = options.commit ?? longest(read.map(({ one }) => one.commit))
  for (const { one, index } of read) {
    if (!commit.startsWith(one.commit)) {
      faults.push({ document: index, path: 'commit', message: `${one.commit} is not of commit ${commit}` })
    }
    one.entries.forEach(({ metric_id, browser }, at) => {
      if (browser === undefined && environmentFor(metric_id, options) === undefined) {
        const message = `names no browser; say its environment class with --environment ${metric_id}=CLASS`
        faults.push({ document: index, path: `entries.${at}`, message })
      }
    })
  }
  if (faults.length > 0) return { ok: false, faults }
  const run = {
    id: options.run ?? `summary-${commit}`,
    commit,
    ref: options.ref,
    startedAt: options.startedAt,
    gated: options.gated,
    complete: options.complete,
  }
  return { ok: true, body: { run, samples: read.flatMap(({ one }) => samplesOf(one, options)) } }
}

const longest = (texts: readonly string[]): string =>
  texts.reduce((best, next) => (next.length > best.length ? next : best), '')

/** By the measure's id, or its metric's: `M-PERF-01A` is a measure of `M-PERF-01`. */
const environmentFor = (id: string, { environments }: SummaryOptions): string | undefined =>
  environments.get(id) ?? environments.get(id.replace(/[A-Z]$/, ''))

function samplesOf(one: Summary, options: SummaryOptions): NonNullable<UploadBody['samples']> {
  return one.entries.map((row) => {
    const method = row.measurement_method ?? one.measurement_method
    return {
      metric: row.metric_id,
      value: row.value,
      unit: row.unit,
      observedAt: options.observedAt,
      artifact: { uri: row.artifact_path ?? one.artifact_paths[0] ?? '' },
      profile: row.profile ?? one.profile,
      environment: {
        class: row.browser ?? environmentFor(row.metric_id, options) ?? '',
        harness: one.environment,
        ...(row.scenario === undefined ? {} : { scenario: row.scenario }),
        ...(method === undefined ? {} : { method }),
      },
      command: one.commands.join(' && '),
    }
  })
}
