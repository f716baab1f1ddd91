import type { Metadata } from 'next'
import { SurfacesView } from '@/components/surfaces/surfaces-view'
import { shown, viewer } from '@/lib/http/page'
import { surfaces } from '@/lib/queries/surfaces'

export const metadata: Metadata = { title: 'Surfaces' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function SurfacesPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  return <SurfacesView list={await shown(surfaces(context, actor, program))} />
}
