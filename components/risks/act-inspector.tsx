'use client'

import type { ReactNode } from 'react'
import { Field } from '@/components/ui/form'
import { Inspector } from '@/components/ui/inspector'
import { Day } from '@/components/ui/time'
import type { MilestoneDto, MitigationDto, RiskDto } from '@/lib/queries/risk'
import { MilestoneRows, PersonSelect, Proof, ScaleSelects, Words } from './act-fields'
import { ActForm, type ChangeRisk } from './act-form'
import { ReportTrigger } from './report-trigger'
import { WORDING_FIELDS, WordingFields } from './wording-fields'

interface Props {
  risk: RiskDto
  /** What the address asks to do, and with what of the risk. */
  act: string
  about: number | null
  change: ChangeRisk
}

/** The panel in which one thing is done to a risk; its address is in the URL. Nothing where the address names no act. */
export function ActInspector({ risk, act, about, change }: Props) {
  const closeHref = `/${risk.program}/risks/${risk.key}`
  const found = actOf({ risk, act, about, change })
  if (found == null) return null
  return (
    <Inspector key={`${act} ${about}`} title={found.title} closeHref={closeHref}>
      <p className="mb-4 text-soft">
        <code>{risk.key}</code> {risk.title}
      </p>
      {found.form}
    </Inspector>
  )
}

function actOf({ risk, act, about, change }: Props): { title: string; form: ReactNode } | null | undefined {
  const mitigation = risk.plan.find(({ id }) => id === about)
  const milestone = risk.plan.flatMap(({ milestones }) => milestones).find(({ id }) => id === about)
  const given = { risk, change }
  if (act === 'trigger') {
    return risk.rights.report ? { title: 'Report a trigger', form: <ReportTrigger {...given} /> } : null
  }
  if (!risk.rights.manage || risk.state === 'closed') return null
  switch (act) {
    case 'owner':
      return { title: 'Assign the owner', form: <AssignOwner {...given} /> }
    case 'rescore':
      return { title: 'Re-score', form: <Rescore {...given} /> }
    case 'mitigation':
      return { title: 'Add a mitigation', form: <AddMitigation {...given} /> }
    case 'edit':
      return risk.origin === 'browser' ? { title: 'Edit the words', form: <EditWords {...given} /> } : null
    case 'closure':
      return { title: 'Evidence the closure criteria', form: <EvidenceClosure {...given} /> }
    case 'milestone':
      return mitigation && { title: 'Add a milestone', form: <AddMilestone {...given} mitigation={mitigation} /> }
    case 'verify':
      return mitigation && { title: 'Verify a mitigation', form: <Verify {...given} mitigation={mitigation} /> }
    case 'withdraw':
      return mitigation && { title: 'Withdraw a mitigation', form: <Withdraw {...given} mitigation={mitigation} /> }
    case 'slip':
      return milestone && { title: 'Move a date', form: <Slip {...given} milestone={milestone} /> }
    default:
      return null
  }
}

interface FormProps {
  risk: RiskDto
  change: ChangeRisk
}

function AssignOwner({ risk, change }: FormProps) {
  return (
    <ActForm risk={risk} act="owner" change={change} fields={['owner']} button="Assign owner">
      {(typed, fault) => (
        <>
          <p>
            The owner role is {risk.ownerRole.title}. A risk is owned by a named person; without one it blocks promotion
            at a score of {risk.threshold} or more.
          </p>
          <PersonSelect
            typed={typed}
            fault={fault}
            people={risk.people}
            role={risk.ownerRole.title}
            name="owner"
            label="Owner"
            nobody="Nobody: leave it unowned"
            chosen={risk.owner?.active === true ? risk.owner.id : ''}
          />
        </>
      )}
    </ActForm>
  )
}

function Rescore({ risk, change }: FormProps) {
  return (
    <ActForm
      risk={risk}
      act="rescore"
      change={change}
      fields={['likelihood', 'impact', 'reason']}
      button="Re-score risk"
    >
      {(typed, fault) => (
        <>
          <ScaleSelects typed={typed} fault={fault} scale={risk.scale} now={risk} />
          <Words typed={typed} fault={fault} name="reason" label="Reason" hint="Kept with the score for good." />
        </>
      )}
    </ActForm>
  )
}

function AddMitigation({ risk, change }: FormProps) {
  return (
    <ActForm risk={risk} act="mitigation" change={change} fields={MITIGATION_FIELDS} button="Add mitigation">
      {(typed, fault) => (
        <>
          <Field
            name="title"
            label="What is done"
            fault={fault('title')}
            defaultValue={typed.title}
            autoComplete="off"
          />
          <PersonSelect
            typed={typed}
            fault={fault}
            people={risk.people}
            role={risk.ownerRole.title}
            name="owner"
            label="Who sees to it"
            chosen={risk.owner?.active === true ? risk.owner.id : ''}
          />
          <MilestoneRows typed={typed} fault={fault} />
        </>
      )}
    </ActForm>
  )
}

const MITIGATION_FIELDS = [
  'title',
  'owner',
  'milestones',
  ...Array.from({ length: 10 }, (_, index) => [`milestones.${index}.title`, `milestones.${index}.due`]).flat(),
]

function AddMilestone({ risk, change, mitigation }: FormProps & { mitigation: MitigationDto }) {
  return (
    <ActForm
      risk={risk}
      act="milestone"
      about={{ mitigation: mitigation.id }}
      change={change}
      fields={['title', 'due']}
      button="Add milestone"
    >
      {(typed, fault) => (
        <>
          <p>For the mitigation “{mitigation.title}”.</p>
          <Field name="title" label="Step" fault={fault('title')} defaultValue={typed.title} autoComplete="off" />
          <Field type="date" name="due" label="Done by" fault={fault('due')} defaultValue={typed.due} />
        </>
      )}
    </ActForm>
  )
}

function Slip({ risk, change, milestone }: FormProps & { milestone: MilestoneDto }) {
  return (
    <ActForm
      risk={risk}
      act="slip"
      about={{ milestone: milestone.id }}
      change={change}
      fields={['due', 'reason']}
      button="Move date"
    >
      {(typed, fault) => (
        <>
          <p>
            “{milestone.title}” is due on <Day day={milestone.due} />. That date stays on record beside the new one.
          </p>
          <Field
            type="date"
            name="due"
            label="New date"
            fault={fault('due')}
            defaultValue={typed.due ?? milestone.due}
          />
          <Words typed={typed} fault={fault} name="reason" label="Why it slipped" />
        </>
      )}
    </ActForm>
  )
}

function Verify({ risk, change, mitigation }: FormProps & { mitigation: MitigationDto }) {
  return (
    <ActForm
      risk={risk}
      act="verify"
      about={{ mitigation: mitigation.id }}
      change={change}
      fields={['evidence', 'note']}
      button="Verify mitigation"
    >
      {(typed, fault) => (
        <>
          <p>“{mitigation.title}” does what it should. A trigger that comes later undoes this.</p>
          <Proof typed={typed} fault={fault} hint="Where anyone can look it up: a report, a replay, a run." />
        </>
      )}
    </ActForm>
  )
}

function Withdraw({ risk, change, mitigation }: FormProps & { mitigation: MitigationDto }) {
  return (
    <ActForm
      risk={risk}
      act="withdraw"
      about={{ mitigation: mitigation.id }}
      change={change}
      fields={['reason']}
      button="Withdraw mitigation"
      danger
    >
      {(typed, fault) => (
        <>
          <p>“{mitigation.title}” is no longer part of the plan. It stays on record, and cannot be taken up again.</p>
          <Words typed={typed} fault={fault} name="reason" label="Reason" />
        </>
      )}
    </ActForm>
  )
}

function EvidenceClosure({ risk, change }: FormProps) {
  return (
    <ActForm risk={risk} act="closure" change={change} fields={['evidence', 'note']} button="Record evidence">
      {(typed, fault) => (
        <>
          <p>
            Closed when: {risk.closure}
            <span className="block text-soft">A trigger that comes later undoes it.</span>
          </p>
          <Proof typed={typed} fault={fault} hint="Where anyone can look up that the criteria are met." />
        </>
      )}
    </ActForm>
  )
}

function EditWords({ risk, change }: FormProps) {
  const given = {
    title: risk.title,
    category: risk.category,
    statement: risk.statement,
    mitigation: risk.mitigation,
    closure: risk.closure,
    cadenceText: risk.cadence,
    review: risk.review,
    signals: risk.signals.join('\n'),
    ownerRole: risk.ownerRole.id,
  }
  return (
    <ActForm risk={risk} act="edit" change={change} fields={['category', ...WORDING_FIELDS]} button="Change words">
      {(typed, fault) => (
        <>
          <Field
            name="category"
            label="Category"
            fault={fault('category')}
            defaultValue={typed.category ?? given.category}
          />
          <WordingFields
            typed={typed}
            fault={fault}
            choices={risk}
            given={given}
            gates={risk.gates}
            sent={typed.title !== undefined}
          />
        </>
      )}
    </ActForm>
  )
}
