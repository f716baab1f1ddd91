'use client'

import {
  type ColumnDef,
  columnVisibilityFeature,
  type RowData,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import type { Route } from 'next'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'

/** Sorting, filtering and cutting are the database's work; the table shows a page and says what it wants in the URL. */
const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature })

export type Columns<Row extends RowData> = ColumnDef<typeof features, Row>[]

interface Props<Row extends RowData> {
  caption: string
  columns: Columns<Row>
  rows: Row[]
  /** The column it is sorted by. */
  sort: { id: string; desc: boolean } | null
  page: number
  more: boolean
  /** Columns hidden unless the address shows them. */
  hidden?: readonly string[]
  csvHref?: string
  empty: string
  /** Columns of figures, set to the right. */
  figures?: readonly string[]
  /** Each row stands as a block on a narrow screen, where its sentences would be cut off. */
  stacks?: boolean
}

/** A table of facts whose sort, page and columns live in the address. */
export function DataTable<Row extends RowData>({
  caption,
  columns,
  rows,
  sort,
  page,
  more,
  hidden = [],
  csvHref,
  empty,
  figures = [],
  stacks = false,
}: Props<Row>) {
  const router = useRouter()
  const path = usePathname()
  const search = useSearchParams()
  const shown = search.get('columns')?.split(',') ?? null

  const go = (changes: Record<string, string | null>): void => {
    const next = new URLSearchParams(search)
    for (const [key, value] of Object.entries(changes)) {
      if (value === null) next.delete(key)
      else next.set(key, value)
    }
    const query = next.toString()
    router.push(`${path}${query === '' ? '' : `?${query}`}` as Route, { scroll: false })
  }

  const ids = columns.map((column) => column.id ?? '')
  const visibility = Object.fromEntries(
    ids.map((id) => [id, shown === null ? !hidden.includes(id) : shown.includes(id)]),
  )
  const sorting: SortingState = sort === null ? [] : [sort]
  const table = useTable({
    features,
    columns,
    data: rows,
    manualSorting: true,
    enableMultiSort: false,
    enableSortingRemoval: false,
    state: { sorting, columnVisibility: visibility },
    onSortingChange: (updater) => {
      const [next] = typeof updater === 'function' ? updater(sorting) : updater
      go({ sort: next === undefined ? null : `${next.desc ? '-' : ''}${next.id}`, page: null })
    },
    onColumnVisibilityChange: (updater) => {
      const next = typeof updater === 'function' ? updater(visibility) : updater
      go({ columns: ids.filter((id) => next[id] !== false).join(',') })
    },
  })

  return (
    <div>
      <div className="no-print flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-1">
        <details className="relative">
          <summary className="cursor-pointer text-link">Columns</summary>
          <fieldset className="absolute z-10 flex flex-col gap-1 border border-rule bg-paper p-3">
            <legend className="sr-only">Columns shown</legend>
            {table.getAllLeafColumns().map((column) => (
              <label key={column.id} className="flex items-center gap-2 whitespace-nowrap">
                <input type="checkbox" checked={column.getIsVisible()} onChange={column.getToggleVisibilityHandler()} />
                {String(column.columnDef.header)}
              </label>
            ))}
          </fieldset>
        </details>
        <div className="flex items-center gap-4">
          {csvHref === undefined ? null : (
            <a href={csvHref} download>
              CSV
            </a>
          )}
          <Pages page={page} more={more} go={(next) => go({ page: next === 1 ? null : String(next) })} />
        </div>
      </div>
      <section className="scrolls" aria-label={`${caption}, table`} tabIndex={0}>
        <table className={stacks ? 'facts stacks' : 'facts'}>
          <caption className="sr-only">{caption}</caption>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => {
                  const direction = header.column.getIsSorted()
                  const figure = figures.includes(header.column.id) ? 'figure' : ''
                  return (
                    <th
                      key={header.id}
                      scope="col"
                      className={figure}
                      aria-sort={direction === false ? undefined : direction === 'asc' ? 'ascending' : 'descending'}
                    >
                      {header.column.getCanSort() ? (
                        <button
                          type="button"
                          className="cursor-pointer font-medium hover:underline"
                          onClick={header.column.getToggleSortingHandler()}
                        >
                          <table.FlexRender header={header} />
                          <span aria-hidden="true">
                            {direction === 'asc' ? ' ↑' : direction === 'desc' ? ' ↓' : ''}
                          </span>
                        </button>
                      ) : (
                        <table.FlexRender header={header} />
                      )}
                    </th>
                  )
                })}
              </tr>
            ))}
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr key={row.id}>
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id} className={figures.includes(cell.column.id) ? 'figure' : ''}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        {rows.length === 0 ? <p className="py-4 text-soft">{empty}</p> : null}
      </section>
    </div>
  )
}

function Pages({ page, more, go }: { page: number; more: boolean; go: (page: number) => void }) {
  if (page === 1 && !more) return null
  const link =
    'cursor-pointer text-link hover:underline disabled:cursor-default disabled:text-soft disabled:no-underline'
  return (
    <nav aria-label="Pages" className="flex items-center gap-3">
      <button type="button" className={link} disabled={page === 1} onClick={() => go(page - 1)}>
        Previous
      </button>
      <span>page {page}</span>
      <button type="button" className={link} disabled={!more} onClick={() => go(page + 1)}>
        Next
      </button>
    </nav>
  )
}
