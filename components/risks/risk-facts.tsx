import type { ReactNode } from 'react'
import { Deadline } from '@/components/ui/deadline'
import { Signal } from '@/components/ui/signal'
import { Ago, Moment } from '@/components/ui/time'
import { incidentName } from '@/lib/domain/incident/ending'
import type { RiskDto } from '@/lib/queries/risk'
import { ActLink } from './act-link'
import { ScoreWords } from './marks'
import { Owner } from './owner'

/** What is so of a risk beside its state: score, owner, reviews, strategy, and what it has to do with elsewhere. */
export function RiskFacts({ risk }: { risk: RiskDto }) {
  const { program, zone, now } = risk
  return (
    <dl className="grid grid-cols-[112px_minmax(0,1fr)] content-start gap-y-1.5">
      <Term name="Score">
        <ScoreWords likelihood={risk.likelihood} impact={risk.impact} scale={risk.scale} />
        {risk.high ? <span className="block text-soft">before the board, at {risk.threshold} or more</span> : null}
      </Term>
      <Term name="Owner">
        <span className="flex flex-wrap items-center gap-x-3">
          <Owner risk={risk} />
          <ActLink risk={risk} act="owner" right="manage" plain>
            {risk.owner?.active === true ? 'Change' : 'Assign owner'}
          </ActLink>
        </span>
        <span className="block text-soft">owner role: {risk.ownerRole.title}</span>
      </Term>
      <Term name="Next review">
        {risk.nextReview === null ? (
          <span className="text-soft">none: closed risks are not reviewed</span>
        ) : (
          <span className="flex flex-wrap items-center gap-x-3">
            <Deadline at={risk.nextReview} now={now} zone={zone} />
            <span className="text-soft">
              <Moment at={risk.nextReview} zone={zone} />
            </span>
          </span>
        )}
        <span className="block text-soft">
          {risk.cadence}: people look {risk.review}
          {risk.events.length === 0
            ? ''
            : `, besides every ${risk.events.map((event) => eventWord(event)).join(', every ')}`}
        </span>
        <span className="block text-soft">
          {risk.lastReviewed === null ? (
            'not reviewed yet'
          ) : (
            <>
              last <Ago at={risk.lastReviewed} now={now} zone={zone} />
            </>
          )}
        </span>
      </Term>
      <Term name="Strategy">{risk.mitigation}</Term>
      <Term name="Closed when">{risk.closure}</Term>
      {risk.metrics.length === 0 ? null : (
        <Term name="Metrics">
          {risk.metrics.map(({ id, title }) => (
            <a key={id} href={`/${program}/metrics/${id}`} className="block">
              <code className="whitespace-nowrap">{id}</code> <span className="text-ink">{title}</span>
            </a>
          ))}
        </Term>
      )}
      <Term name="Incidents">
        <Incidents risk={risk} />
      </Term>
      <Term name="Gates">
        <Gates risk={risk} />
      </Term>
      <Term name="Origin">
        {risk.origin === 'definition' ? (
          <a href={`/${program}/program#risk-${risk.key}`}>program definition</a>
        ) : (
          <>
            added in the browser{' '}
            <ActLink risk={risk} act="edit" right="manage" plain>
              Edit the words
            </ActLink>
          </>
        )}
      </Term>
    </dl>
  )
}

/** Open ones first; and what would open one, so that "none" says something. */
function Incidents({ risk: { incidents, program, zone, now } }: { risk: RiskDto }) {
  const { criteria } = incidents
  if (incidents.incidents.length === 0) {
    if (criteria.length === 0) return <span className="text-soft">none; no kill criterion watches what it watches</span>
    return (
      <span className="text-soft">
        none yet; one would be opened by
        {criteria.map(({ id, text }) => (
          <span key={id} className="block">
            <code>{id}</code> {text}
          </span>
        ))}
      </span>
    )
  }
  return incidents.incidents.map(({ id, kind, statement, openedAt, ended }) => (
    <span key={id} className="block">
      {ended === null ? <Signal light="stop" word="Open" /> : null}{' '}
      <a href={`/${program}/incidents/${id}`}>{incidentName(kind, id)}</a> {statement}{' '}
      <span className="text-soft">
        {ended === null ? (
          <>
            since <Ago at={openedAt} now={now} zone={zone} />
          </>
        ) : (
          <>
            {ended.outcome === null ? 'ended' : `ended: ${ended.outcome.replaceAll('_', ' ')}`},{' '}
            <Ago at={ended.at} now={now} zone={zone} />
          </>
        )}
      </span>
    </span>
  ))
}

function Gates({ risk: { gatePages, program } }: { risk: RiskDto }) {
  if (gatePages.length === 0) return <span className="text-soft">holds none</span>
  return gatePages.map(({ phase, side, title, why }) => (
    <span key={`${phase} ${side}`} className="block">
      <a href={`/${program}/gates/${phase}/${side}`}>{title}</a>
      {why === 'unowned' ? <span className="text-soft"> not met while nobody owns this risk</span> : null}
    </span>
  ))
}

function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** "pull request", "CI run". */
const eventWord = (event: string): string => event.replaceAll('-', ' ').replace(/^ci\b/, 'CI')
