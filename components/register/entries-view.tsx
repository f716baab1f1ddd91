import { buttonClass } from '@/components/ui/form'
import type { EntriesDto, EntryDetailDto, EntryDto, EntryFilter } from '@/lib/queries/register/entries'
import { EntryInspector } from './entry-inspector'
import { type EntryRow, EntryTable } from './entry-table'

interface Props {
  program: string
  zone: string
  list: EntriesDto
  filter: EntryFilter
  /** The address of this list without an open entry. */
  here: string
  csvHref: string
  open: EntryDetailDto | null
}

const input = 'mt-0.5 block min-h-8 rounded-sm border border-soft bg-paper px-2 text-sm text-ink'

const rowOf = ({ id, type, installation, actor, actorName, at, facts, leaf }: EntryDto): EntryRow => ({
  ...{ id, type, installation, actor, actorName, at, facts, leaf },
})

/** The register's entries: filters, the table, and one of them opened. */
export function EntriesView({ program, zone, list, filter, here, csvHref, open }: Props) {
  const filtered = [filter.type, filter.actor, filter.search, filter.from, filter.to].some((value) => value !== null)
  return (
    <>
      <form method="get" className="no-print mt-3 flex flex-wrap items-end gap-3">
        <label className="text-xs text-soft">
          Text or number
          <input name="search" defaultValue={filter.search ?? ''} className={input} />
        </label>
        <label className="text-xs text-soft">
          Type
          <select name="type" defaultValue={filter.type ?? ''} className={input}>
            <option value="">all</option>
            {list.types.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </select>
        </label>
        <label className="text-xs text-soft">
          By
          <input name="actor" defaultValue={filter.actor ?? ''} className={input} />
        </label>
        <label className="text-xs text-soft">
          From
          <input type="date" name="from" defaultValue={filter.from ?? ''} className={input} />
        </label>
        <label className="text-xs text-soft">
          To
          <input type="date" name="to" defaultValue={filter.to ?? ''} className={input} />
        </label>
        <button type="submit" className={buttonClass()}>
          Filter entries
        </button>
        {filtered ? <a href={`/${program}/register`}>All entries</a> : null}
      </form>
      <div className="mt-2">
        <EntryTable
          zone={zone}
          rows={list.rows.map(rowOf)}
          oldestFirst={filter.oldestFirst}
          page={filter.page}
          more={list.more}
          here={here}
          csvHref={csvHref}
          empty={filtered ? 'No entry matches. Take a filter away.' : 'Nothing has happened yet.'}
        />
      </div>
      {open === null ? null : <EntryInspector program={program} zone={zone} entry={open} closeHref={here} />}
    </>
  )
}
