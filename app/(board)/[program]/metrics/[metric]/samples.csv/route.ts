import { csv, csvResponse } from '@/lib/http/csv'
import { problemFrom } from '@/lib/http/problem'
import { sampleQuery } from '@/lib/http/sample-query'
import { appContext } from '@/lib/db/app-context'
import { signedIn } from '@/lib/http/session'
import { metricPage } from '@/lib/queries/metric'
import { samples } from '@/lib/queries/samples'
import { Refusal } from '@/lib/verbs/refusal'

const MOST = 50_000

const header = [
  'measure',
  'profile',
  'environment',
  'value',
  'unit',
  'passed',
  'total',
  'seed',
  'observed_at',
  'received_at',
  'late',
  'run',
  'commit',
  'ref',
  'gated',
  'artifact',
  'sha256',
  'replay',
  'fingerprint',
  'command',
  'record_system',
  'record_id',
  'recorded_by',
]

interface Route {
  params: Promise<{ program: string; metric: string }>
}

/** The samples of a metric as the table shows them, all pages. */
export async function GET(request: Request, { params }: Route): Promise<Response> {
  try {
    const actor = await signedIn()
    if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'Sign in first.')
    const { program, metric } = await params
    const { definition } = await metricPage(appContext(), actor, program, metric, null)
    const units = new Map(definition.measures.map((measure) => [measure.id, measure.unit]))
    const query = sampleQuery(Object.fromEntries(new URL(request.url).searchParams), [...units.keys()], MOST)
    const { rows } = await samples(appContext(), actor, program, query.filter, { ...query.page, page: 1 })
    const lines = rows.map((row) => [
      row.measure,
      row.profile,
      row.environment,
      row.value,
      units.get(row.measure) ?? '',
      row.passed,
      row.total,
      row.seed,
      row.observedAt,
      row.receivedAt,
      row.late,
      row.run,
      row.commit,
      row.ref,
      row.gated,
      row.artifact,
      row.sha256,
      row.replay,
      JSON.stringify(row.fingerprint),
      row.command,
      row.record?.system ?? null,
      row.record?.id ?? null,
      row.record?.recordedBy ?? null,
    ])
    return csvResponse(`${program}-${metric}.csv`, csv(header, lines))
  } catch (error) {
    return problemFrom(error)
  }
}
