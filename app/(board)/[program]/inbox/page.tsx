import type { Metadata } from 'next'
import { InboxView } from '@/components/inbox/inbox-view'
import { shown, viewer } from '@/lib/http/page'
import { inbox } from '@/lib/queries/inbox'

export const metadata: Metadata = { title: 'Waits for me' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function InboxPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  return <InboxView inbox={await shown(inbox(context, actor, program))} />
}
