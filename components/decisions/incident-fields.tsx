'use client'

import { useState } from 'react'
import { Because, Choose, type FieldsProps, presetOf } from './proposal-fields'

/** How an incident or a review ends: only the ways that it can. */
export function IncidentFields(props: FieldsProps) {
  const { incidents } = props.options
  const [id, choose] = useState(presetOf(props, 'incident', incidents))
  const incident = incidents.find((one) => one.id === id)
  const review = incident?.kind === 'review'
  const noDismissal = incident?.noDismissal ?? null
  const endings = [
    review
      ? { id: 'continue', title: 'the finding that no kill criterion is met, evidenced' }
      : { id: 'continue', title: 'continuing, its recovery condition evidenced' },
    { id: 'roll_back', title: 'rolling back' },
    ...(noDismissal === null ? [{ id: 'dismiss', title: 'being dismissed as a false declaration' }] : []),
  ]
  return (
    <>
      <Choose {...props} name="incident" label="Incident or review" among={incidents} chosen={choose} />
      <Choose
        // Another incident ends in other ways: what was chosen for the last one is asked anew.
        key={id}
        {...props}
        name="ending"
        label="It ends by"
        {...(noDismissal === null ? {} : { hint: noDismissal })}
        among={endings}
      />
      <Because {...props} />
    </>
  )
}
