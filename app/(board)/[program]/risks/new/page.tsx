import type { Metadata } from 'next'
import { AddRiskForm } from '@/components/risks/add-risk-form'
import { Notice } from '@/components/ui/notice'
import { shown, viewer } from '@/lib/http/page'
import { riskChoices } from '@/lib/queries/new-risk'
import { addRiskByForm } from '../actions'

export const metadata: Metadata = { title: 'Add a risk' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function NewRiskPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const choices = await shown(riskChoices(context, actor, program))
  if (!choices.mayManage) {
    return (
      <Notice title="You may not add risks" next={[{ href: `/${program}/risks`, title: 'Risks' }]}>
        <p>
          {choices.managers.length === 0
            ? 'The program gives nobody this right.'
            : `It needs one of the roles: ${choices.managers.join(', ')}.`}
        </p>
      </Notice>
    )
  }
  return (
    <>
      <p className="no-print text-soft">
        <a href={`/${program}/risks`}>Risks</a>
      </p>
      <h1>Add a risk</h1>
      <p className="max-w-2xl text-soft">It begins Open and nobody&rsquo;s; its owner and its plan come next.</p>
      <AddRiskForm choices={choices} add={addRiskByForm.bind(null, program)} />
    </>
  )
}
