import type { ReactNode } from 'react'
import { Deadline } from '@/components/ui/deadline'
import { Ago, Moment } from '@/components/ui/time'
import type { RiskDto } from '@/lib/queries/risk'
import { ActInspector } from './act-inspector'
import type { ChangeRisk } from './act-form'
import { ActLink } from './act-link'
import { ScoreWords } from './marks'
import { NextState } from './next-state'
import { Owner } from './owner'
import { Plan } from './plan'
import { ScoreHistory } from './score-history'
import { Timeline } from './timeline'
import { Closure, Signals } from './signals'

interface Props {
  risk: RiskDto
  act: string | null
  about: number | null
  change: ChangeRisk
}

/** A risk: what it is, where it stands, what the next state asks, its plan, and everything that happened to it. */
export function RiskView({ risk, act, about, change }: Props) {
  const { program } = risk
  return (
    <>
      <p className="no-print text-soft">
        <a href={`/${program}/risks`}>Risks</a> / {risk.category}
      </p>
      <header className="flex flex-wrap items-start justify-between gap-x-8 gap-y-2">
        <div>
          <h1>
            <span className="font-mono text-base">{risk.key}</span> {risk.title}
          </h1>
          <p className="mt-1 max-w-3xl text-base leading-6">{risk.statement}</p>
        </div>
        <p className="no-print flex flex-wrap gap-2">
          <ActLink risk={risk} act="rescore" right="manage">
            Re-score
          </ActLink>
          <ActLink risk={risk} act="trigger" right="report">
            Report a trigger
          </ActLink>
        </p>
      </header>
      {risk.droppedAt === null ? null : (
        <p className="mt-2 max-w-3xl border-l-2 border-ink pl-3">
          The definition in force no longer names this risk. It lives on here until it is closed.
        </p>
      )}
      <Rights risk={risk} />

      <div className="mt-4 grid gap-x-12 gap-y-6 border-y border-rule py-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
        <NextState risk={risk} change={change} />
        <Facts risk={risk} />
      </div>

      <Signals risk={risk} />
      <Plan risk={risk} change={change} />
      <Closure risk={risk} />
      <ScoreHistory
        points={risk.scores}
        threshold={risk.threshold}
        now={risk.now}
        zone={risk.zone}
        scale={risk.scale}
      />
      <Timeline risk={risk} />
      {act === null ? null : <ActInspector risk={risk} act={act} about={about} change={change} />}
    </>
  )
}

/** Who may do more than look; nothing for those who may do everything. */
function Rights({ risk: { rights } }: { risk: RiskDto }) {
  if (rights.manage && rights.report) return null
  const may = rights.report ? 'You may report triggers. ' : 'You may look. '
  return (
    <p className="no-print mt-2 max-w-3xl text-xs text-soft">
      {may}
      {rights.managers.length === 0
        ? 'The program gives nobody the right to change risks.'
        : `Changing risks needs one of the roles: ${rights.managers.join(', ')}.`}
    </p>
  )
}

function Facts({ risk }: { risk: RiskDto }) {
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
        <span className="block text-soft">{risk.ownerRole.title}</span>
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
      <Term name="Gates">
        {risk.gates.length === 0 ? (
          <span className="text-soft">
            {risk.high && risk.owner?.active !== true ? 'while unowned, every gate' : 'none named'}
          </span>
        ) : (
          risk.gates.map(({ title }) => title).join(', ')
        )}
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
