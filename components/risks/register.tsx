import { buttonClass } from '@/components/ui/form'
import { riskStates } from '@/lib/domain/risk/event'
import { stateWords } from '@/lib/domain/risk/event-words'
import type { RiskFilter } from '@/lib/queries/risk-filter'
import type { RisksDto } from '@/lib/queries/risks'
import { riskSearch } from './address'
import { Attention, Movement } from './attention'
import { Filters } from './filters'
import { HeatMap } from './heat-map'
import { RiskTable } from './risk-table'

interface Props {
  risks: RisksDto
  filter: RiskFilter
  /** The columns that the address shows, as it says them. */
  columns: string | null
}

/** The register: where risks lie, what cannot wait, and every risk in a table. */
export function Register({ risks, filter, columns }: Props) {
  const { program, all, rows, mayManage } = risks
  const kept = columns === null ? [] : [['columns', columns] as const]
  const href = (path: string, query: URLSearchParams): string =>
    `/${program}/${path}${query.size === 0 ? '' : `?${query}`}`
  const cellHrefs = Object.fromEntries(
    STEPS.flatMap((likelihood) =>
      STEPS.map((impact) => {
        const chosen = filter.cell?.likelihood === likelihood && filter.cell.impact === impact
        const query = riskSearch({ ...filter, cell: chosen ? null : { likelihood, impact } })
        for (const [name, value] of kept) query.set(name, value)
        return [`${likelihood}x${impact}`, href('risks', query)]
      }),
    ),
  )
  return (
    <>
      <header className="flex flex-wrap items-start justify-between gap-x-10 gap-y-2">
        <div>
          <h1>Risks</h1>
          <Summary risks={risks} />
        </div>
        {mayManage ? (
          <a href={`/${program}/risks/new`} className={`${buttonClass()} no-underline hover:no-underline`}>
            Add a risk
          </a>
        ) : null}
      </header>
      <div className="mt-4 grid gap-x-12 gap-y-6 border-y border-rule py-4 lg:grid-cols-[460px_minmax(0,1fr)]">
        <HeatMap
          key={JSON.stringify(filter.cell)}
          cells={risks.cells}
          scale={risks.scale}
          threshold={risks.threshold}
          moved={all.flatMap(({ moved }) => moved ?? [])}
          chosen={filter.cell}
          hrefs={cellHrefs}
        />
        <div className="flex flex-col gap-5">
          <Attention risks={risks} />
          <Movement risks={risks} />
        </div>
      </div>
      <section className="mt-4" aria-labelledby="all">
        <h2 id="all" className="sr-only">
          All risks
        </h2>
        <Filters risks={risks} filter={filter} kept={Object.fromEntries([...kept, ...order(filter)])} />
        <p className="mt-3 text-soft" role="status">
          {rows.length === all.length ? `All ${all.length} risks` : `${rows.length} of ${all.length} risks`}
          {filter.cell === null ? '' : `, at ${filter.cell.likelihood} × ${filter.cell.impact} on the map`}
        </p>
        <RiskTable
          program={program}
          zone={risks.zone}
          now={risks.now}
          scale={risks.scale}
          rows={rows}
          sort={{ id: filter.sort, desc: filter.descending }}
          csvHref={href('risks/risks.csv', riskSearch(filter))}
        />
      </section>
    </>
  )
}

const STEPS = [1, 2, 3, 4, 5]

/** What the filter's form does not ask for and must not lose. */
function order(filter: RiskFilter): [string, string][] {
  const query = riskSearch(filter)
  return ['sort', 'cell'].flatMap((name) => {
    const value = query.get(name)
    return value === null ? [] : [[name, value] as [string, string]]
  })
}

function Summary({ risks: { all, threshold } }: { risks: RisksDto }) {
  const count = (test: (risk: RisksDto['all'][number]) => boolean): number => all.filter(test).length
  const states = riskStates
    .map((state) => ({ state, many: count((risk) => risk.state === state) }))
    .filter(({ many }) => many > 0)
  return (
    <p className="text-soft">
      {all.length === 0 ? 'The register is empty.' : `${all.length} risks: `}
      {states.map(({ state, many }) => `${many} ${stateWords[state]}`).join(', ')}
      {all.length === 0
        ? ''
        : `; ${count(({ high, state }) => high && state !== 'closed')} before the board, at ${threshold} or more.`}
    </p>
  )
}
