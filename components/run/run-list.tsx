import { buttonClass } from '@/components/ui/form'
import { Digest } from '@/components/ui/pointer'
import { Signal, verdictLight } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import type { RunFilter, RunsDto } from '@/lib/queries/runs'

interface Props {
  program: string
  list: RunsDto
  filter: RunFilter
  now: string
  zone: string
}

/** The runs of a program, newest first. */
export function RunList({ program, list, filter, now, zone }: Props) {
  return (
    <>
      <h1>Runs</h1>
      <p className="text-soft">
        Each is one CI execution, or one record that a person entered. Only gated ones move the scoreboard.
      </p>
      <form method="get" className="no-print mt-3 flex flex-wrap items-end gap-3">
        <label className="text-xs text-soft">
          Id or commit
          <input
            name="search"
            defaultValue={filter.search ?? ''}
            className="mt-0.5 block min-h-8 rounded-sm border border-soft bg-paper px-2 text-sm text-ink"
          />
        </label>
        <label className="text-xs text-soft">
          Ref
          <select
            name="ref"
            defaultValue={filter.ref ?? ''}
            className="mt-0.5 block min-h-8 rounded-sm border border-soft bg-paper px-2 text-sm text-ink"
          >
            <option value="">all</option>
            {list.refs.map((ref) => (
              <option key={ref}>{ref}</option>
            ))}
          </select>
        </label>
        <label className="flex min-h-8 items-center gap-1.5">
          <input type="checkbox" name="gated" value="1" defaultChecked={filter.gated} /> gated only
        </label>
        <button type="submit" className={buttonClass()}>
          Filter runs
        </button>
      </form>
      {list.rows.length === 0 ? (
        <Empty filtered={filter.search !== null || filter.ref !== null || filter.gated} program={program} />
      ) : (
        <section className="mt-3 scrolls" aria-label="Runs" tabIndex={0}>
          <table className="facts">
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Worst verdict</th>
                <th scope="col">Commit</th>
                <th scope="col">Ref</th>
                <th scope="col">Gated</th>
                <th scope="col" className="figure">
                  Samples
                </th>
                <th scope="col">Arrived</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((run) => (
                <tr key={run.number}>
                  <td>
                    <a href={`/${program}/runs/${run.number}`} className="font-mono text-xs whitespace-nowrap">
                      {run.id}
                    </a>
                  </td>
                  <td>
                    {run.worst === null ? (
                      <span className="text-soft">no samples</span>
                    ) : (
                      <Signal {...verdictLight(run.worst)} />
                    )}
                  </td>
                  <td>
                    {run.commit === null ? <span className="text-soft">a record</span> : <Digest hex={run.commit} />}
                  </td>
                  <td>
                    <code className="whitespace-nowrap">{run.ref}</code>
                  </td>
                  <td>{run.gated ? 'gated' : <span className="text-soft">not gated</span>}</td>
                  <td className="figure">{run.samples}</td>
                  <td>
                    <Ago at={run.openedAt} now={now} zone={zone} />
                  </td>
                  <td>{run.completedAt === null ? 'open' : 'complete'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Pages program={program} filter={filter} more={list.more} />
    </>
  )
}

function Empty({ filtered, program }: { filtered: boolean; program: string }) {
  if (filtered) return <p className="mt-6 text-soft">No run matches. Take a filter away.</p>
  return (
    <div className="mt-6 max-w-2xl">
      <h2>No run yet</h2>
      <p className="mt-1">
        CI uploads runs with a token. Create one on the machine of this installation, and send a first run:
      </p>
      <pre className="mt-2 scrolls border border-rule bg-panel p-3">
        {`export SIGNALBOX_TOKEN=$(npx signalbox token create --program ${program} --name CI --gated)
npx signalbox upload run.json --program ${program}`}
      </pre>
      <p className="mt-2">
        What a run looks like: <a href="/reference">API reference</a>.
      </p>
    </div>
  )
}

function Pages({ program, filter, more }: { program: string; filter: RunFilter; more: boolean }) {
  if (filter.page === 1 && !more) return null
  const href = (page: number): string => {
    const query = new URLSearchParams({ page: String(page) })
    if (filter.search !== null) query.set('search', filter.search)
    if (filter.ref !== null) query.set('ref', filter.ref)
    if (filter.gated) query.set('gated', '1')
    return `/${program}/runs?${query}`
  }
  return (
    <nav aria-label="Pages" className="mt-3 flex gap-4">
      {filter.page > 1 ? <a href={href(filter.page - 1)}>Newer</a> : null}
      <span>page {filter.page}</span>
      {more ? <a href={href(filter.page + 1)}>Older</a> : null}
    </nav>
  )
}
