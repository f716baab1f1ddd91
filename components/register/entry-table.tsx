'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { type Columns, DataTable } from '@/components/ui/data-table'
import { instantWords } from '@/components/ui/time'
import type { EntryDto } from '@/lib/queries/register/entries'
import { EntryFacts } from './entry-facts'

/** What a row shows: the payload itself is one click away, and is not sent along for every row. */
export type EntryRow = Omit<EntryDto, 'payload' | 'people'>

interface Props {
  zone: string
  rows: EntryRow[]
  oldestFirst: boolean
  page: number
  more: boolean
  here: string
  csvHref: string
  empty: string
}

export function EntryTable({ zone, rows, oldestFirst, page, more, here, csvHref, empty }: Props) {
  const columns: Columns<EntryRow> = [
    {
      id: 'id',
      header: 'Entry',
      accessorKey: 'id',
      enableSorting: true,
      cell: ({ row }) => (
        <Link
          href={`${here}${here.includes('?') ? '&' : '?'}entry=${row.original.id}` as Route}
          scroll={false}
          prefetch={false}
          title={`All that entry ${row.original.id} says, with its digest and proof`}
        >
          {row.original.id}
        </Link>
      ),
    },
    {
      id: 'at',
      header: 'Time',
      accessorKey: 'at',
      enableSorting: false,
      cell: ({ row }) => (
        <span className="whitespace-nowrap print:inline-block print:min-w-24 print:whitespace-normal">
          {instantWords(row.original.at, zone)}
        </span>
      ),
    },
    {
      id: 'type',
      header: 'Type',
      accessorKey: 'type',
      enableSorting: false,
      cell: ({ row }) => <code className="whitespace-nowrap print:whitespace-normal">{row.original.type}</code>,
    },
    {
      id: 'actor',
      header: 'By',
      accessorKey: 'actorName',
      enableSorting: false,
      cell: ({ row }) => (
        <span title={row.original.actor} className="whitespace-nowrap print:whitespace-normal">
          {row.original.actorName}
        </span>
      ),
    },
    {
      id: 'scope',
      header: 'Concerns',
      enableSorting: false,
      accessorKey: 'installation',
      cell: ({ row }) => (row.original.installation ? 'installation' : 'program'),
    },
    {
      id: 'payload',
      header: 'What it says',
      enableSorting: false,
      accessorKey: 'id',
      cell: ({ row }) => <EntryFacts facts={row.original.facts} zone={zone} />,
    },
    {
      id: 'leaf',
      header: 'Leaf',
      enableSorting: false,
      accessorKey: 'leaf',
      cell: ({ row }) => (
        <>
          <span className="text-soft sm:hidden">leaf </span>
          {row.original.leaf ?? <span className="text-soft">waits</span>}
        </>
      ),
    },
  ]
  return (
    <DataTable
      caption="Register entries"
      columns={columns}
      rows={rows}
      sort={{ id: 'id', desc: !oldestFirst }}
      page={page}
      more={more}
      csvHref={csvHref}
      empty={empty}
      hidden={['scope']}
      figures={['leaf']}
      stacks
    />
  )
}
