import type { Metadata } from 'next'
import { RecordForm } from '@/components/records/record-form'
import { Notice } from '@/components/ui/notice'
import { shown, viewer } from '@/lib/http/page'
import { recordable } from '@/lib/queries/recordable'
import { record } from './actions'

export const metadata: Metadata = { title: 'Record a sample' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function RecordsPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const choices = await shown(recordable(context, actor, program))
  if (!choices.mayRecord) {
    return (
      <Notice
        title="Your roles do not record samples"
        next={[{ href: `/${program}/people`, title: 'Who holds which role' }]}
      >
        <p>
          {choices.roles.length === 0
            ? 'The definition names no role that may: all figures come from CI.'
            : `It needs one of the roles: ${choices.roles.join(', ')}.`}
        </p>
      </Notice>
    )
  }
  if (choices.measures.length === 0) {
    return (
      <Notice
        title="Nothing is taken from records"
        next={[{ href: `/${program}/program#metrics`, title: 'The metrics in the definition' }]}
      >
        <p>
          Every metric of this program comes from CI. One whose definition says <code>provenance: record</code> or{' '}
          <code>either</code> could be entered here.
        </p>
      </Notice>
    )
  }
  return (
    <>
      <h1>Record a sample</h1>
      <p className="max-w-2xl text-soft">
        A figure from an audited system, entered under your name. It counts as gated: it moves the scoreboard, and it
        cannot be changed afterwards.
      </p>
      <RecordForm choices={choices} record={record.bind(null, program)} />
    </>
  )
}
