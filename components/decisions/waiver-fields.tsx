'use client'

import { useState } from 'react'
import { Because, Choose, Day, type FieldsProps, Line } from './proposal-fields'

const words: Record<string, string> = { no_data: 'missing data', fail: 'a failure' }

/** A waiver: of which series or criterion, for which windows, until when at the latest, why, and on what evidence. */
export function WaiverFields(props: FieldsProps) {
  const { options, state, subject } = props
  const isCriterion = options.criteria.some(({ id }) => id === subject)
  const [of, setOf] = useState(state.typed['input.of'] ?? (isCriterion ? 'criterion' : 'series'))
  const windows = options.windows.map((label) => ({ id: label, title: label }))
  const { verdicts, maxDays, control, followUp } = options.waivers
  if (verdicts.length === 0) return <p>This program waives nothing.</p>
  return (
    <>
      <fieldset className="flex gap-5">
        <legend className="font-medium">Waive it for</legend>
        {[
          ['series', 'a series of a metric'],
          ['criterion', 'a criterion of a gate'],
        ].map(([value, label]) => (
          <label key={value} className="flex items-center gap-2">
            <input
              type="radio"
              className="accent-ink"
              name="input.of"
              value={value}
              checked={of === value}
              onChange={() => setOf(value ?? '')}
            />
            {label}
          </label>
        ))}
      </fieldset>
      <Choose
        key={of}
        {...props}
        name="target"
        label={of === 'series' ? 'Series' : 'Criterion'}
        among={of === 'series' ? options.series : options.criteria}
      />
      <Choose
        {...props}
        name="verdict"
        label="What is waived"
        among={verdicts.map((id) => ({ id, title: words[id] ?? id }))}
        subject={verdicts.length === 1 ? (verdicts[0] ?? null) : null}
      />
      <div className="grid grid-cols-2 gap-3">
        <Choose {...props} name="from" label="From window" among={windows} />
        <Choose {...props} name="to" label="To window" among={windows} />
      </div>
      <Day {...props} name="expiresOn" label="Expires" hint={`Its last day; ${maxDays} days at most`} />
      <Because {...props} proof />
      <Line {...props} name="control" label="Compensating control" optional={!control} />
      <Line
        {...props}
        name="followUp"
        label="Follow-up"
        hint="The id of what ends the need for it"
        optional={!followUp}
      />
      <p className="text-soft">Whoever asks for a waiver does not vote on it.</p>
    </>
  )
}
