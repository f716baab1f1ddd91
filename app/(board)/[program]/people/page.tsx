import type { Metadata } from 'next'
import { PeopleView } from '@/components/access/people-view'
import { shown, viewer } from '@/lib/http/page'
import { one, type SearchParams } from '@/lib/http/sample-query'
import { people } from '@/lib/queries/people'
import { changePeople } from './actions'

export const metadata: Metadata = { title: 'People' }

interface Props {
  params: Promise<{ program: string }>
  searchParams: Promise<SearchParams>
}

export default async function PeoplePage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const query = await searchParams
  const all = await shown(people(context, actor, program))
  return (
    <PeopleView
      people={all}
      person={one(query.person)}
      role={one(query.role)}
      change={changePeople.bind(null, program)}
    />
  )
}
