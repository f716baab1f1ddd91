'use client'

import { type Columns, DataTable } from '@/components/ui/data-table'
import { Digest, Pointer } from '@/components/ui/pointer'
import { Figure } from '@/components/ui/quantity'
import { instantWords } from '@/components/ui/time'
import type { SampleDto } from '@/lib/queries/samples'

interface Props {
  program: string
  zone: string
  units: Record<string, string>
  rows: SampleDto[]
  sort: { id: string; desc: boolean }
  page: number
  more: boolean
  csvHref: string
}

/** The samples behind a metric. */
export function SampleTable({ program, zone, units, rows, sort, page, more, csvHref }: Props) {
  const columns: Columns<SampleDto> = [
    {
      id: 'observedAt',
      header: 'Observed',
      cell: ({ row }) => <span className="whitespace-nowrap">{instantWords(row.original.observedAt, zone)}</span>,
      enableSorting: true,
      accessorKey: 'observedAt',
    },
    {
      id: 'measure',
      header: 'Measure',
      enableSorting: false,
      accessorKey: 'measure',
      cell: ({ row }) => <code className="whitespace-nowrap">{row.original.measure}</code>,
    },
    {
      id: 'profile',
      header: 'Profile',
      enableSorting: false,
      accessorKey: 'profile',
      cell: ({ row }) => <span className="whitespace-nowrap">{row.original.profile}</span>,
    },
    {
      id: 'environment',
      header: 'Environment',
      enableSorting: false,
      accessorKey: 'environment',
      cell: ({ row }) => <span className="whitespace-nowrap">{row.original.environment}</span>,
    },
    {
      id: 'value',
      header: 'Value',
      accessorKey: 'value',
      cell: ({ row }) => <Figure value={row.original.value} unit={units[row.original.measure] ?? ''} />,
    },
    {
      id: 'seed',
      header: 'Seed',
      enableSorting: false,
      accessorKey: 'seed',
      cell: ({ row }) => row.original.seed ?? '–',
    },
    {
      id: 'run',
      header: 'Run',
      accessorKey: 'run',
      cell: ({ row }) => (
        <a
          href={`/${program}/runs/${row.original.runNumber}`}
          title={row.original.run}
          className="block max-w-48 truncate font-mono text-xs"
        >
          {row.original.run}
        </a>
      ),
    },
    {
      id: 'commit',
      header: 'Commit',
      enableSorting: false,
      accessorKey: 'commit',
      cell: ({ row }) => (row.original.commit === null ? '–' : <Digest hex={row.original.commit} />),
    },
    {
      id: 'ref',
      header: 'Ref',
      enableSorting: false,
      accessorKey: 'ref',
      cell: ({ row }) => <code>{row.original.ref}</code>,
    },
    {
      id: 'gated',
      header: 'Gated',
      enableSorting: false,
      accessorKey: 'gated',
      cell: ({ row }) => (row.original.gated ? 'gated' : 'not gated'),
    },
    {
      id: 'late',
      header: 'Arrival',
      enableSorting: false,
      accessorKey: 'late',
      cell: ({ row }) => (row.original.late ? 'late' : 'in time'),
    },
    {
      id: 'received',
      header: 'Received',
      enableSorting: false,
      accessorKey: 'receivedAt',
      cell: ({ row }) => instantWords(row.original.receivedAt, zone),
    },
    {
      id: 'artifact',
      header: 'Artifact',
      enableSorting: false,
      accessorKey: 'artifact',
      cell: ({ row }) => <Pointer uri={row.original.artifact} short />,
    },
    {
      id: 'sha256',
      header: 'SHA-256',
      enableSorting: false,
      accessorKey: 'sha256',
      cell: ({ row }) => (row.original.sha256 === null ? '–' : <Digest hex={row.original.sha256} />),
    },
    {
      id: 'command',
      header: 'Command or record',
      enableSorting: false,
      accessorKey: 'command',
      cell: ({ row }) => <Provenance sample={row.original} />,
    },
    {
      id: 'fingerprint',
      header: 'Fingerprint',
      enableSorting: false,
      accessorKey: 'fingerprint',
      cell: ({ row }) => <code>{fingerprintWords(row.original)}</code>,
    },
  ]
  return (
    <DataTable
      caption="Samples"
      columns={columns}
      rows={rows}
      sort={sort}
      page={page}
      more={more}
      hidden={['ref', 'gated', 'late', 'received', 'sha256', 'command', 'fingerprint']}
      figures={['value', 'seed']}
      csvHref={csvHref}
      empty="No sample matches. Take a filter away, or upload a run."
    />
  )
}

function Provenance({ sample: { command, record } }: { sample: SampleDto }) {
  if (record === null) return <code className="whitespace-nowrap">{command}</code>
  return (
    <>
      {record.system}, record <code>{record.id}</code>
    </>
  )
}

const fingerprintWords = ({ fingerprint }: SampleDto): string =>
  Object.entries(fingerprint)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ')
