import type { Metadata } from 'next'
import { NewDecision } from '@/components/decisions/new-decision'
import { shown, viewer } from '@/lib/http/page'
import { one, type SearchParams } from '@/lib/http/sample-query'
import { proposalOptions } from '@/lib/queries/proposal-options'
import { proposing } from '@/lib/queries/proposing'
import { propose } from '../actions'

export const metadata: Metadata = { title: 'Propose a decision' }

interface Props {
  params: Promise<{ program: string }>
  searchParams: Promise<SearchParams>
}

export default async function NewDecisionPage({ params, searchParams }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const query = await searchParams
  const [options, who] = await shown(
    Promise.all([proposalOptions(context, actor, program), proposing(context, actor, program)]),
  )
  return (
    <NewDecision
      options={options}
      who={who}
      kind={one(query.kind)}
      subject={one(query.subject)}
      propose={propose.bind(null, program)}
    />
  )
}
