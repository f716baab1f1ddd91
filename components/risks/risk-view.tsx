import type { RiskDto } from '@/lib/queries/risk'
import { ActInspector } from './act-inspector'
import type { ChangeRisk } from './act-form'
import { ActLink } from './act-link'
import { RiskFacts } from './risk-facts'
import { NextState } from './next-state'
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
        <RiskFacts risk={risk} />
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
