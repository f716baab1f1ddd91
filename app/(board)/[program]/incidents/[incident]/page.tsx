import type { Metadata } from 'next'
import { IncidentView } from '@/components/incidents/incident-view'
import { shown, viewer } from '@/lib/http/page'
import { incidentPage, incidentTitle } from '@/lib/queries/incident'
import { followUp } from './actions'

interface Props {
  params: Promise<{ program: string; incident: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { context, actor } = await viewer()
  const { program, incident } = await params
  return { title: await shown(incidentTitle(context, actor, program, Number(incident))) }
}

export default async function IncidentPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program, incident } = await params
  const page = await shown(incidentPage(context, actor, program, Number(incident)))
  return <IncidentView page={page} act={followUp.bind(null, program, Number(incident))} />
}
