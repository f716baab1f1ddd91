'use client'

import { type Columns, DataTable } from '@/components/ui/data-table'
import { Deadline } from '@/components/ui/deadline'
import { Signal } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import { stateWords } from '@/lib/domain/risk/event-words'
import type { RiskRowDto, RiskScaleDto } from '@/lib/queries/risk-row'
import { StateMark } from './marks'
import { Owner } from './owner'

interface Props {
  program: string
  zone: string
  now: string
  scale: RiskScaleDto
  rows: RiskRowDto[]
  sort: { id: string; desc: boolean }
  csvHref: string
}

/** Every risk that matches, with the columns of the specification and what became of it since. */
export function RiskTable({ program, zone, now, scale, rows, sort, csvHref }: Props) {
  const columns: Columns<RiskRowDto> = [
    {
      id: 'key',
      header: 'Risk',
      accessorKey: 'key',
      cell: ({ row: { original } }) => (
        <a href={`/${program}/risks/${original.key}`} className="sm:whitespace-nowrap">
          <code className="whitespace-nowrap">{original.key}</code> <span className="text-ink">{original.title}</span>
        </a>
      ),
    },
    { id: 'score', header: 'Score', accessorKey: 'score', cell: ({ row }) => <Score risk={row.original} /> },
    {
      id: 'category',
      header: 'Category',
      accessorKey: 'category',
      cell: ({ row }) => <span className="whitespace-nowrap">{row.original.category}</span>,
    },
    text('statement', 'Statement', ({ statement }) => statement),
    {
      id: 'likelihood',
      header: 'Likelihood',
      accessorKey: 'likelihood',
      cell: ({ row }) => <Step step={row.original.likelihood} words={scale.likelihood} />,
    },
    {
      id: 'impact',
      header: 'Impact',
      accessorKey: 'impact',
      cell: ({ row }) => <Step step={row.original.impact} words={scale.impact} />,
    },
    {
      id: 'state',
      header: 'State',
      accessorKey: 'state',
      cell: ({ row: { original } }) => (
        <>
          <StateMark state={original.state} />
          {original.moved === null || original.moved.from.state === original.state ? null : (
            <span className="block text-xs text-soft">
              was {stateWords[original.moved.from.state]} at the last board
            </span>
          )}
        </>
      ),
    },
    text('signals', 'Trigger signals', ({ signals }) => `${signals.join(', ')}.`),
    text('mitigation', 'Mitigation strategy', ({ mitigation }) => mitigation),
    { id: 'owner', header: 'Owner', accessorKey: 'owner', cell: ({ row }) => <Owner risk={row.original} /> },
    {
      id: 'ownerRole',
      header: 'Owner role',
      enableSorting: false,
      accessorFn: ({ ownerRole }) => ownerRole.title,
      cell: ({ row }) => <span className="block min-w-[120px]">{row.original.ownerRole.title}</span>,
    },
    {
      id: 'cadence',
      header: 'Review cadence',
      enableSorting: false,
      accessorKey: 'cadence',
      cell: ({ row }) => <span className="block min-w-[140px]">{row.original.cadence}</span>,
    },
    {
      id: 'nextReview',
      header: 'Next review',
      accessorKey: 'nextReview',
      cell: ({ row: { original } }) =>
        original.nextReview === null ? (
          <span className="text-soft">none due</span>
        ) : (
          <Deadline at={original.nextReview} now={now} zone={zone} />
        ),
    },
    {
      id: 'lastTrigger',
      header: 'Last trigger',
      accessorKey: 'lastTrigger',
      cell: ({ row: { original } }) =>
        original.lastTrigger === null ? (
          <span className="text-soft">none</span>
        ) : (
          <Ago at={original.lastTrigger} now={now} zone={zone} />
        ),
    },
    {
      id: 'milestones',
      header: 'Milestones',
      enableSorting: false,
      accessorFn: ({ milestones }) => milestones.total,
      cell: ({ row }) => <Milestones risk={row.original} />,
    },
    text('closure', 'Closure criteria', ({ closure }) => closure),
  ]
  return (
    <DataTable
      caption="Risks"
      columns={columns}
      rows={rows}
      sort={sort}
      page={1}
      more={false}
      hidden={['statement', 'signals', 'mitigation', 'ownerRole', 'cadence', 'closure', 'lastTrigger']}
      figures={['score']}
      csvHref={csvHref}
      empty="No risk matches. Take a filter away."
    />
  )
}

/** A column of sentences: wide enough to be read, and not sorted. */
const text = (id: string, header: string, of: (risk: RiskRowDto) => string): Columns<RiskRowDto>[number] => ({
  id,
  header,
  enableSorting: false,
  accessorFn: of,
  cell: ({ row }) => <span className="block min-w-[240px]">{of(row.original)}</span>,
})

function Step({ step, words }: { step: number; words: readonly string[] }) {
  return (
    <span className="whitespace-nowrap">
      {step} <span className="text-soft">{words[step - 1]}</span>
    </span>
  )
}

function Score({ risk: { score, high, moved } }: { risk: RiskRowDto }) {
  const before = moved?.from.score ?? score
  return (
    <>
      {before === score ? null : (
        <span className="mr-1.5 text-xs text-soft">
          {before} <span aria-hidden="true">{before < score ? '↗' : '↘'}</span>
          <span className="sr-only">at the last board, now</span>
        </span>
      )}
      {high ? <strong>{score}</strong> : score}
    </>
  )
}

function Milestones({ risk: { milestones } }: { risk: RiskRowDto }) {
  const { done, total, overdue, next } = milestones
  if (total === 0) return <span className="text-soft">no plan</span>
  if (overdue > 0) return <Signal light="stop" word={`${overdue} of ${total} overdue`} />
  return (
    <span className="whitespace-nowrap" title={next === null ? 'all done' : `the next by ${next}`}>
      {done} of {total} done
    </span>
  )
}
