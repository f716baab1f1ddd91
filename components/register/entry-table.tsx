'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { type Columns, DataTable } from '@/components/ui/data-table'
import { instantWords } from '@/components/ui/time'
import type { EntryDto } from '@/lib/queries/register/entries'

interface Props {
  zone: string
  rows: EntryDto[]
  oldestFirst: boolean
  page: number
  more: boolean
  here: string
  csvHref: string
  empty: string
}

export function EntryTable({ zone, rows, oldestFirst, page, more, here, csvHref, empty }: Props) {
  const columns: Columns<EntryDto> = [
    {
      id: 'id',
      header: 'Entry',
      accessorKey: 'id',
      enableSorting: true,
      cell: ({ row }) => (
        <Link href={`${here}${here.includes('?') ? '&' : '?'}entry=${row.original.id}` as Route} scroll={false}>
          {row.original.id}
        </Link>
      ),
    },
    {
      id: 'at',
      header: 'Time',
      accessorKey: 'at',
      enableSorting: false,
      cell: ({ row }) => <span className="whitespace-nowrap">{instantWords(row.original.at, zone)}</span>,
    },
    {
      id: 'type',
      header: 'Type',
      accessorKey: 'type',
      enableSorting: false,
      cell: ({ row }) => <code className="whitespace-nowrap">{row.original.type}</code>,
    },
    {
      id: 'actor',
      header: 'By',
      accessorKey: 'actorName',
      enableSorting: false,
      cell: ({ row }) => (
        <span title={row.original.actor} className="whitespace-nowrap">
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
      accessorKey: 'payload',
      cell: ({ row }) => (
        <span className="line-clamp-1 max-w-[420px] break-all" title={row.original.payload}>
          {row.original.people.map(({ name }) => name).join(', ')}{' '}
          <code className="text-soft">{row.original.payload}</code>
        </span>
      ),
    },
    {
      id: 'leaf',
      header: 'Leaf',
      enableSorting: false,
      accessorKey: 'leaf',
      cell: ({ row }) => row.original.leaf ?? <span className="text-soft">waits</span>,
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
    />
  )
}
