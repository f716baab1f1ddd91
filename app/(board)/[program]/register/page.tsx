import type { Metadata } from 'next'
import { EntriesView } from '@/components/register/entries-view'
import { RegisterFrame } from '@/components/register/frame'
import { shown, viewer } from '@/lib/http/page'
import { entryQuery } from '@/lib/http/register-query'
import { one, type SearchParams } from '@/lib/http/sample-query'
import { boardFrame } from '@/lib/queries/board-frame'
import { sealing } from '@/lib/queries/register/checkpoints'
import { registerEntries, registerEntry } from '@/lib/queries/register/entries'

export const metadata: Metadata = { title: 'Register' }

const PAGE_SIZE = 50

interface Props {
  params: Promise<{ program: string }>
  searchParams: Promise<SearchParams>
}

export default async function RegisterPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const query = await searchParams
  const filter = entryQuery(query, PAGE_SIZE)
  const wanted = one(query.entry)
  const [list, open, state, frame] = await Promise.all([
    shown(registerEntries(context, actor, program, filter)),
    wanted === null ? null : shown(registerEntry(context, actor, program, wanted)),
    shown(sealing(context, actor, program)),
    shown(boardFrame(context, actor, program)),
  ])
  const { zone, now } = frame
  const rest = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' && value !== '' && key !== 'entry' ? [[key, value]] : [],
    ),
  ).toString()
  const suffix = rest === '' ? '' : `?${rest}`
  return (
    <RegisterFrame program={program} tab="entries" sealing={state} now={now} zone={zone}>
      <EntriesView
        program={program}
        zone={zone}
        list={list}
        filter={filter}
        here={`/${program}/register${suffix}`}
        csvHref={`/${program}/register/entries.csv${suffix}`}
        open={open}
      />
    </RegisterFrame>
  )
}
