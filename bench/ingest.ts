import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { closedLoop, figure, type Measured, median, medians, send, table } from './measure'

/**
 * Uploads against the limit of this machine's Postgres: the same samples into a bare table of the same server, with a
 * primary key and one index, one durable commit a batch, by `unnest` from this process.
 */

const MEASURES = [
  { metric: 'M-PERF-01A', unit: 'bytes', low: 270_000, high: 280_000 },
  { metric: 'M-PERF-01B', unit: 'bytes', low: 105_000, high: 110_000 },
  { metric: 'M-PERF-02A', unit: 'ms', low: 12, high: 29 },
  { metric: 'M-PERF-02B', unit: 'ms', low: 12, high: 79 },
  { metric: 'M-PERF-03A', unit: 'MiB', low: 11, high: 19 },
  { metric: 'M-PERF-03B', unit: 'ms', low: 1.2, high: 1.9 },
] as const

const SALT = randomBytes(4).toString('hex')
let serial = 0

interface Row {
  run: string
  metric: string
  unit: string
  value: number
  observedAt: string
  uri: string
  sha256: string
}

function rows(batch: number): Row[] {
  const run = `bench-${SALT}-${(serial += 1)}`
  const now = Date.now()
  return Array.from({ length: batch }, (_, index) => {
    const { metric, unit, low, high } = MEASURES[index % MEASURES.length] ?? MEASURES[0]
    return {
      run,
      metric,
      unit,
      value: Number((low + Math.random() * (high - low)).toFixed(unit === 'bytes' ? 0 : 3)),
      observedAt: new Date(now - 1_000 - Math.floor(Math.random() * 86_400_000)).toISOString(),
      uri: `s3://ci/run/${run}/${metric}.json`,
      sha256: randomBytes(32).toString('hex'),
    }
  })
}

const ENVIRONMENT = { toolchain: 'rustc 1.93.0', browser: 'chromium-148', os: 'linux' }

function body(batch: number): Buffer {
  const all = rows(batch)
  const run = {
    id: all[0]?.run ?? '',
    commit: randomBytes(20).toString('hex'),
    ref: 'refs/heads/main',
    startedAt: new Date().toISOString(),
    gated: true,
    complete: true,
  }
  const samples = all.map(({ metric, unit, value, observedAt, uri, sha256 }) => ({
    metric,
    value,
    unit,
    observedAt,
    artifact: { uri, sha256 },
    profile: 'core-min',
    environment: ENVIRONMENT,
    command: 'cargo build --release',
  }))
  return Buffer.from(JSON.stringify({ run, samples }))
}

const TABLE = `CREATE TABLE bench_bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run text, metric text, unit text,
  value float8, observed_at timestamptz, uri text, sha256 text, environment jsonb);
  CREATE INDEX ON bench_bare (metric, observed_at)`

const INSERT = `INSERT INTO bench_bare (run, metric, unit, value, observed_at, uri, sha256, environment)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::float8[], $5::timestamptz[], $6::text[], $7::text[], $8::jsonb[])`

async function insertBare(client: pg.Client, batch: number): Promise<void> {
  const all = rows(batch)
  const column = <K extends keyof Row>(key: K): Row[K][] => all.map((row) => row[key])
  const environment = all.map(() => JSON.stringify(ENVIRONMENT))
  const values = [
    column('run'),
    column('metric'),
    column('unit'),
    column('value'),
    column('observedAt'),
    column('uri'),
    column('sha256'),
    environment,
  ]
  await client.query({ name: 'bare', text: INSERT, values })
}

export interface IngestOptions {
  url: string
  token: string
  /** Where the bare table may be made: another database of the server that Signalbox runs on. */
  bareUrl: string
  seconds: number
  rounds: number
}

export async function ingest({ url, token, bareUrl, seconds, rounds }: IngestOptions): Promise<string> {
  const clients = await Promise.all(
    Array.from({ length: 32 }, async () => {
      const client = new pg.Client({ connectionString: bareUrl })
      await client.connect()
      return client
    }),
  )
  const [first] = clients
  await first?.query(TABLE)
  const target = new URL('/api/v1/programs/bench/runs', url)
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const upload = async (batch: number): Promise<void> => {
    const status = await send({ method: 'POST', url: target, headers, body: body(batch) })
    if (status !== 201) throw new Error(`an upload was answered ${status}`)
  }
  await closedLoop(4, 2, 1, () => upload(20))

  const lines: string[][] = []
  for (const batch of [1, 100, 1_000]) {
    for (const concurrency of [1, 8, 32]) {
      const bare: Measured[] = []
      const own: Measured[] = []
      for (let round = 0; round < rounds; round += 1) {
        await first?.query('TRUNCATE bench_bare')
        bare.push(
          await closedLoop(concurrency, seconds, batch, (worker) => insertBare(clients[worker] as pg.Client, batch)),
        )
        own.push(await closedLoop(concurrency, seconds, batch, () => upload(batch)))
      }
      const ratio = median(own.map((round, index) => round.perSecond / (bare[index]?.perSecond ?? Number.NaN)))
      const [limit, signalbox] = [medians(bare), medians(own)]
      lines.push([
        `${batch} × ${concurrency}`,
        figure(limit.perSecond),
        figure(signalbox.perSecond),
        ratio.toPrecision(2),
        figure(limit.p50),
        figure(signalbox.p50),
        figure(signalbox.p95),
      ])
    }
  }
  await Promise.all(clients.map((client) => client.end()))
  return table(
    ['batch × senders', 'bare table, samples/s', 'Signalbox, samples/s', 'ratio', 'p50 bare, ms', 'p50, ms', 'p95, ms'],
    lines,
  )
}
