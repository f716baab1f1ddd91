'use client'

import { useEffect, useRef } from 'react'
import { buttonClass } from '@/components/ui/form'
import { Figure } from '@/components/ui/quantity'
import { Reasons } from '@/components/ui/reason'
import { Signal, statusLight, verdictLight } from '@/components/ui/signal'
import type { RecordState } from '@/lib/http/record-form'
import type { RecordableMeasureDto } from '@/lib/queries/recordable'

type Answer = NonNullable<RecordState['answer']>

interface Props {
  program: string
  answer: Answer
  measure: RecordableMeasureDto | undefined
}

/** What a recorded sample came to: its verdict and why, and the scoreboard before and after. */
export function Outcome({ program, answer, measure }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { before, after, window } = answer.scoreboard
  return (
    <section className="mt-4 max-w-2xl" aria-labelledby="recorded" role="status">
      <h2 id="recorded" ref={heading} tabIndex={-1} className="outline-none">
        Recorded{measure === undefined ? '' : `: ${measure.title}`}
      </h2>
      <p className="text-soft">
        It stands in the register as run{' '}
        <a className="underline" href={answer.run.page}>
          {answer.run.number}
        </a>
        , judged by revision {answer.revision}.
      </p>
      <ul className="mt-3">
        {answer.verdicts.map((verdict) => (
          <Verdict key={`${verdict.metric} ${verdict.profile} ${verdict.environment}`} verdict={verdict} />
        ))}
      </ul>
      <p className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-rule pt-3">
        <span>
          Scoreboard of{' '}
          <a className="underline" href={`/${program}/scoreboard?window=${window}`}>
            {window}
          </a>
        </span>
        <Signal {...statusLight(before)} />
        <span aria-hidden="true">→</span>
        <span className="sr-only">then</span>
        <Signal {...statusLight(after)} />
        {before === after ? <span className="text-soft">unchanged</span> : null}
      </p>
      <p className="mt-5 flex flex-wrap gap-3">
        <a href={`/${program}/records`} className={`${buttonClass('main')} no-underline`}>
          Record the next sample
        </a>
        {measure === undefined ? null : (
          <a href={`/${program}/metrics/${measure.metric}`} className={`${buttonClass()} no-underline`}>
            See {measure.metric}
          </a>
        )}
      </p>
    </section>
  )
}

function Verdict({ verdict }: { verdict: Answer['verdicts'][number] }) {
  const { metric, profile, environment, value, limit, warn, unit, window, reasons } = verdict
  return (
    <li className="border-t border-rule py-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <span>
          <code>{metric}</code> {profile} on {environment}, window <code>{window}</code>
        </span>
        <Signal {...verdictLight(verdict.verdict)} />
      </div>
      <p className="mt-1">
        <Figure value={value} unit={unit} />{' '}
        <span className="text-soft">
          {limit === null ? (
            'no limit'
          ) : (
            <>
              limit <Figure value={limit} unit={unit} />
            </>
          )}
          {warn === null ? null : (
            <>
              , warns at <Figure value={warn} unit={unit} />
            </>
          )}
        </span>
      </p>
      <div className="mt-1">
        {reasons.length === 0 ? <p className="text-soft">Within its limits.</p> : <Reasons reasons={reasons} />}
      </div>
    </li>
  )
}
