import type { Metadata } from 'next'
import { KeysView } from '@/components/access/keys-view'
import { shown, viewer } from '@/lib/http/page'
import { keys } from '@/lib/queries/keys'
import { beginEnrolment, changeKeys } from './actions'

export const metadata: Metadata = { title: 'Your keys' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function KeysPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const change = changeKeys.bind(null, program)
  return (
    <KeysView
      keys={await shown(keys(context, actor, program))}
      enrolment={{ begin: beginEnrolment, enrol: change }}
      change={change}
    />
  )
}
