'use client'

import type { ProposalOptionsDto } from '@/lib/queries/proposal-options'
import { Because, Choose, Day, type FieldsProps, Line, Words } from './proposal-fields'
import { IncidentFields } from './incident-fields'
import { WaiverFields } from './waiver-fields'

type Props = FieldsProps & { kind: ProposalOptionsDto['kinds'][number]['kind'] }

/** What each kind of decision asks. */
export function KindFields({ kind, ...props }: Props) {
  const { options } = props
  switch (kind) {
    case 'promotion':
      return (
        <p>
          {options.promotion === null
            ? 'The program is released: no phase follows.'
            : `${options.promotion}. Exit and entry are judged together when the packet is sealed, and again at every vote.`}
        </p>
      )
    case 'stop_or_continue':
      return (
        <>
          <Choose
            {...props}
            name="choice"
            label={options.phase === null ? 'No phase is under way' : `Within ${options.phase}`}
            among={[
              { id: 'continue', title: 'Continue' },
              { id: 'stop', title: 'Stop' },
            ]}
          />
          <Because {...props} />
        </>
      )
    case 'kill_override':
      return (
        <>
          <Choose
            {...props}
            name="incident"
            label="Incident"
            among={options.incidents.filter((one) => one.kind === 'kill')}
          />
          <Because {...props} proof />
        </>
      )
    case 'incident':
      return <IncidentFields {...props} />
    case 'rollback':
      return (
        <>
          <Choose {...props} name="trigger" label="Rollback trigger" among={options.triggers} />
          <Because {...props} />
        </>
      )
    case 'waiver':
      return <WaiverFields {...props} />
    case 'remediation_plan':
      return (
        <>
          <Choose {...props} name="metric" label="Metric" among={options.metrics} />
          <Choose {...props} name="owner" label="Owner" among={options.people} />
          <Day {...props} name="due" label="Done by" hint="Its last day, still ahead" />
          <Words {...props} name="text" label="Plan" hint="What is done until then" />
        </>
      )
    case 'risk_closure':
      return <Choose {...props} name="risk" label="Risk" among={options.risks} />
    case 'program_revision':
      return <RevisionFields {...props} />
    case 'parity_debt':
      return (
        <>
          <Choose {...props} name="surface" label="Surface" among={options.surfaces} />
          <Choose {...props} name="risk" label="Risk that carries it" among={options.risks} />
          <Day {...props} name="expiresOn" label="Until" hint="Its last day" />
          <Words {...props} name="reason" label="Reason" />
        </>
      )
    case 'minutes':
      return (
        <>
          <Choose {...props} name="board" label="Board review" among={options.reviews} optional />
          <fieldset className="flex flex-col gap-4 border-l-2 border-rule pl-3">
            <legend className="font-medium">Or of a meeting that was not held here</legend>
            <Line {...props} name="review" label="Meeting" optional />
            <Words {...props} name="text" label="Minutes" optional />
          </fieldset>
        </>
      )
  }
}

function RevisionFields(props: FieldsProps) {
  return (
    <>
      <Words
        {...props}
        name="source"
        label="Definition"
        hint="The whole file, YAML; every fault of it is told at once"
        rows={16}
        mono
      />
      <fieldset className="flex flex-col gap-4 border-l-2 border-rule pl-3">
        <legend className="font-medium">Note, where it changes metrics or limits</legend>
        <Words {...props} name="note.context" label="Context" optional />
        <Words {...props} name="note.decision" label="Decision" optional />
        <Words {...props} name="note.consequences" label="Consequences" optional />
        <Words {...props} name="note.comparison" label="How to compare backwards" optional />
      </fieldset>
    </>
  )
}
