'use client'

import { useState } from 'react'
import { Field, Select } from '@/components/ui/form'
import type { RiskDto } from '@/lib/queries/risk'
import { Evidence, Words } from './act-fields'
import { ActForm, type ChangeRisk } from './act-form'

/** What someone saw with their own eyes, with evidence. It puts the risk back to Open. */
export function ReportTrigger({ risk, change }: { risk: RiskDto; change: ChangeRisk }) {
  const [chosen, choose] = useState('')
  return (
    <ActForm
      risk={risk}
      act="trigger"
      change={change}
      fields={['signal', 'statement', 'evidence', 'observedAt', 'occurrence']}
      button="Report trigger"
      danger
    >
      {(typed, fault) => (
        <>
          <p>
            It puts the risk {risk.state === 'open' ? 'on the board anew' : 'back to Open'} at once and calls for a
            review within {risk.reviewWithinHours} hours.
          </p>
          <Select
            key={`signal ${typed.signal}`}
            name="signal"
            label="Signal"
            fault={chosen === 'other' ? undefined : fault('signal')}
            defaultValue={typed.signal ?? ''}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">Choose a signal</option>
            {risk.watch.map(({ text }, index) => (
              <option key={text} value={index}>
                {text}
              </option>
            ))}
            <option value="other">something else</option>
          </Select>
          {chosen === 'other' ? (
            <Field
              name="words"
              label="Signal in your own words"
              fault={fault('signal')}
              defaultValue={typed.words}
              autoComplete="off"
            />
          ) : null}
          <Words typed={typed} fault={fault} name="statement" label="What was seen" />
          <Evidence typed={typed} fault={fault} hint="A log, a trace, a ticket: where anyone can look it up." />
          <Field
            type="datetime-local"
            name="observedAt"
            label="When it was seen"
            hint={`In ${risk.zone}. Left empty, it is now.`}
            fault={fault('observedAt')}
            defaultValue={typed.observedAt}
          />
          {fault('occurrence') === undefined ? null : (
            <Select name="occurrence" label="Which of the two" fault={fault('occurrence')} defaultValue="">
              <option value="">Choose</option>
              <option value="first">before clocks were put back</option>
              <option value="second">after it</option>
            </Select>
          )}
        </>
      )}
    </ActForm>
  )
}
