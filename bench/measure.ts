import http from 'node:http'

/** Closed loops over loopback: `concurrency` workers, each with one request in flight, for a span of time. */

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })

export interface Request {
  method: 'GET' | 'POST'
  url: URL
  headers?: Record<string, string>
  body?: Buffer
}

/** Sends one request and reads its answer to the end; answers with the status. */
export function send({ method, url, headers = {}, body }: Request): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      agent,
      headers: { ...headers, ...(body === undefined ? {} : { 'Content-Length': body.length }) },
    }
    const request = http.request(url, options, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    })
    request.once('error', reject)
    request.end(body)
  })
}

export interface Measured {
  perSecond: number
  /** Milliseconds. */
  p50: number
  p95: number
}

/** Runs `work` in closed loops for `seconds`; each call does `units` of whatever is counted. */
export async function closedLoop(
  concurrency: number,
  seconds: number,
  units: number,
  work: (worker: number) => Promise<void>,
): Promise<Measured> {
  const took: number[] = []
  const began = performance.now()
  const end = began + seconds * 1000
  await Promise.all(
    Array.from({ length: concurrency }, async (_, worker) => {
      while (performance.now() < end) {
        const start = performance.now()
        await work(worker)
        took.push(performance.now() - start)
      }
    }),
  )
  const elapsed = (performance.now() - began) / 1000
  const sorted = took.sort((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { perSecond: (took.length * units) / elapsed, p50: at(0.5), p95: at(0.95) }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2
}

/** Medians over rounds that were interleaved with those of what they are compared with. */
export const medians = (rounds: readonly Measured[]): Measured => ({
  perSecond: median(rounds.map((round) => round.perSecond)),
  p50: median(rounds.map((round) => round.p50)),
  p95: median(rounds.map((round) => round.p95)),
})

export const figure = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en-US') : value >= 100 ? value.toFixed(0) : value.toPrecision(3)

/** A Markdown table; figures to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}
