import type { Metadata } from 'next'
import { IncidentView } from '@/components/incidents/incident-view'
import { shown, viewer } from '@/lib/http/page'
import { incidentPage } from '@/lib/queries/incidents'
import { followUp } from './actions'

interface Props {
  params: Promise<{ program: string; incident: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Incident ${(await params).incident}` }
}

export default async function IncidentPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program, incident } = await params
  const page = await shown(incidentPage(context, actor, program, Number(incident)))
  return <IncidentView page={page} act={followUp.bind(null, program, Number(incident))} />
}
