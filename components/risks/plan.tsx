import { Pointer } from '@/components/ui/pointer'
import { Signal } from '@/components/ui/signal'
import { Day, Moment } from '@/components/ui/time'
import type { MilestoneDto, MitigationDto, RiskDto } from '@/lib/queries/risk'
import type { ChangeRisk } from './act-form'
import { ActLink } from './act-link'
import { CompleteMilestone } from './complete-milestone'

/** The mitigation plan: who does what by when, what slipped, and what has been verified. */
export function Plan({ risk, change }: { risk: RiskDto; change: ChangeRisk }) {
  const standing = risk.plan.filter(({ withdrawn }) => withdrawn === null)
  const withdrawn = risk.plan.filter(({ withdrawn }) => withdrawn !== null)
  return (
    <section className="mt-6" aria-labelledby="plan">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="plan">Mitigation plan</h2>
        <ActLink risk={risk} act="mitigation" right="manage" plain>
          Add a mitigation
        </ActLink>
      </header>
      {standing.length === 0 ? (
        <p className="text-soft">No mitigation yet. Mitigating asks for one with a dated milestone.</p>
      ) : (
        <ol className="mt-1">
          {standing.map((mitigation) => (
            <li key={mitigation.id} className="border-t border-rule py-2">
              <Mitigation risk={risk} mitigation={mitigation} change={change} />
            </li>
          ))}
        </ol>
      )}
      {withdrawn.length === 0 ? null : (
        <details className="mt-1">
          <summary className="cursor-pointer text-link">{withdrawn.length} withdrawn</summary>
          <ul>
            {withdrawn.map(({ id, title, withdrawn }) => (
              <li key={id} className="border-t border-rule py-1.5">
                <s>{title}</s>
                {withdrawn === null ? null : (
                  <span className="block text-soft">
                    {withdrawn.reason} {withdrawn.by}, <Moment at={withdrawn.at} zone={risk.zone} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

interface MitigationProps {
  risk: RiskDto
  mitigation: MitigationDto
  change: ChangeRisk
}

function Mitigation({ risk, mitigation, change }: MitigationProps) {
  const { id, title, owner, milestones, verified } = mitigation
  const done = verified?.counts === true
  const link = { risk, right: 'manage', about: id, plain: true, to: title } as const
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h3>
          {title}{' '}
          <span className="font-normal text-soft">
            {owner.name}
            {owner.active ? '' : ', who has left'}
          </span>
        </h3>
        {done ? null : (
          <span className="flex flex-wrap gap-x-4">
            <ActLink {...link} act="milestone">
              Add a milestone
            </ActLink>
            {milestones.every(({ doneAt }) => doneAt !== null) ? (
              <ActLink {...link} act="verify">
                Verify
              </ActLink>
            ) : null}
            <ActLink {...link} act="withdraw">
              Withdraw
            </ActLink>
          </span>
        )}
      </div>
      <ul className="mt-1">
        {milestones.map((milestone) => (
          <Milestone key={milestone.id} risk={risk} milestone={milestone} change={change} />
        ))}
      </ul>
      <Verification risk={risk} mitigation={mitigation} />
    </>
  )
}

function Verification({ risk, mitigation: { verified, milestones } }: { risk: RiskDto; mitigation: MitigationDto }) {
  if (verified === null) {
    const ahead = milestones.some(({ doneAt }) => doneAt === null)
    return <Signal light="off" word={ahead ? 'not verified: its milestones come first' : 'not verified'} />
  }
  return (
    <div className="flex flex-wrap items-baseline gap-x-3">
      <Signal
        light={verified.counts ? 'clear' : 'nodata'}
        word={verified.counts ? 'verified' : 'verified before the last trigger: counts no more'}
      />
      <span>{verified.note}</span>
      <Pointer uri={verified.evidence} />
      <span className="text-soft">
        {verified.by}, <Moment at={verified.at} zone={risk.zone} />
      </span>
    </div>
  )
}

function Milestone({ risk, milestone, change }: { risk: RiskDto; milestone: MilestoneDto; change: ChangeRisk }) {
  const { id, title, due, overdue, doneAt, doneBy, slips } = milestone
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-0.5 py-1">
      <span className="w-[124px] shrink-0">
        {doneAt !== null ? (
          <Signal light="clear" word="done" />
        ) : overdue ? (
          <Signal light="stop" word="overdue" />
        ) : (
          <Signal light="off" word="open" />
        )}
      </span>
      <span className="min-w-0 flex-1 basis-[240px]">
        {title}
        {doneAt === null ? null : (
          <span className="block text-soft">
            {doneBy}, <Moment at={doneAt} zone={risk.zone} />
          </span>
        )}
        {slips.map(({ from, to, reason, by, at }) => (
          <span key={at} className="block text-soft">
            slipped from{' '}
            <s>
              <Day day={from} />
            </s>{' '}
            to <Day day={to} />: {reason} ({by}, <Moment at={at} zone={risk.zone} />)
          </span>
        ))}
      </span>
      <span className="whitespace-nowrap">
        {slips.length === 0 ? null : (
          <s className="mr-2 text-soft">
            <Day day={slips[0]?.from ?? ''} />
          </s>
        )}
        <Day day={due} />
      </span>
      {doneAt !== null || !risk.rights.manage ? null : (
        <span className="no-print flex items-center gap-4">
          <ActLink risk={risk} act="slip" right="manage" about={id} plain to={title}>
            Move date
          </ActLink>
          <CompleteMilestone risk={risk} milestone={milestone} change={change} />
        </span>
      )}
    </li>
  )
}
