import { closedLoop, figure, type Measured, median, medians, type Request, send, table } from './measure'

export interface ReadOptions {
  /** The bare page, which each path is compared with in the same round. */
  bare: URL
  paths: { name: string; request: Request }[]
  seconds: number
  rounds: number
}

/** Pages and API against a page of the same framework that says hello. */
export async function read({ bare, paths, seconds, rounds }: ReadOptions): Promise<string> {
  const get = async (request: Request): Promise<void> => {
    const status = await send(request)
    if (status !== 200) throw new Error(`${request.url.pathname} was answered ${status}`)
  }
  const hello: Request = { method: 'GET', url: bare }
  const lines: string[][] = []
  for (const concurrency of [1, 8]) {
    const results = new Map<string, { bare: Measured[]; own: Measured[] }>()
    for (const { request } of paths) await closedLoop(2, 1, 1, () => get(request))
    for (let round = 0; round < rounds; round += 1) {
      for (const { name, request } of paths) {
        const result = results.get(name) ?? { bare: [], own: [] }
        result.bare.push(await closedLoop(concurrency, seconds, 1, () => get(hello)))
        result.own.push(await closedLoop(concurrency, seconds, 1, () => get(request)))
        results.set(name, result)
      }
    }
    for (const [name, result] of results) {
      const [page, own] = [medians(result.bare), medians(result.own)]
      const ratio = median(result.own.map((round, index) => round.p50 / (result.bare[index]?.p50 ?? Number.NaN)))
      lines.push([
        `${name} × ${concurrency}`,
        figure(page.perSecond),
        figure(own.perSecond),
        figure(page.p50),
        figure(own.p50),
        figure(own.p95),
        ratio.toPrecision(2),
      ])
    }
  }
  return table(
    ['what × readers', 'bare page, /s', 'Signalbox, /s', 'p50 bare, ms', 'p50, ms', 'p95, ms', 'p50 ratio'],
    lines,
  )
}
