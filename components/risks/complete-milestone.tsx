'use client'

import { useActionState } from 'react'
import { FormMessage, SubmitButton } from '@/components/ui/action-form'
import type { MilestoneDto, RiskDto } from '@/lib/queries/risk'
import { type ChangeRisk, untouched } from './act-form'

interface Props {
  risk: Pick<RiskDto, 'version'>
  milestone: MilestoneDto
  change: ChangeRisk
}

export function CompleteMilestone({ risk, milestone, change }: Props) {
  const [state, action] = useActionState(change, untouched)
  return (
    <form action={action}>
      <input type="hidden" name="act" value="complete" />
      <input type="hidden" name="milestone" value={milestone.id} />
      <input type="hidden" name="version" value={state.version ?? risk.version} />
      <SubmitButton>
        Mark done<span className="sr-only">: {milestone.title}</span>
      </SubmitButton>
      {state.done ? null : <FormMessage state={state} fields={['version']} />}
    </form>
  )
}
