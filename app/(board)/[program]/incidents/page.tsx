import type { Metadata } from 'next'
import { IncidentList } from '@/components/incidents/incident-list'
import { shown, viewer } from '@/lib/http/page'
import { one, type SearchParams } from '@/lib/http/sample-query'
import { declarable, incidents } from '@/lib/queries/incidents'
import { declare } from './actions'

export const metadata: Metadata = { title: 'Incidents' }

interface Props {
  params: Promise<{ program: string }>
  searchParams: Promise<SearchParams>
}

export default async function IncidentsPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const query = await searchParams
  const [list, choices] = await Promise.all([
    shown(incidents(context, actor, program)),
    shown(declarable(context, actor, program)),
  ])
  return (
    <IncidentList
      list={list}
      choices={choices}
      declaring={one(query.declare) === '1'}
      declare={declare.bind(null, program)}
    />
  )
}
