import type { ReactNode } from 'react'
import { Deadline } from '@/components/ui/deadline'
import { Signal } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import { stateWords } from '@/lib/domain/risk/event-words'
import type { RiskRowDto } from '@/lib/queries/risk-row'
import type { RisksDto } from '@/lib/queries/risks'
import { Owner } from './owner'

const MOST = 4

/** What cannot wait for the next look: unowned above the threshold, overdue reviews and milestones. */
export function Attention({ risks }: { risks: RisksDto }) {
  const { all, program, now, zone, threshold } = risks
  const living = all.filter(({ state }) => state !== 'closed')
  const unowned = living.filter(({ owner, high }) => high && owner?.active !== true)
  const overdue = all
    .filter(({ reviewOverdue }) => reviewOverdue)
    .sort((a, b) => (a.nextReview ?? '').localeCompare(b.nextReview ?? ''))
  const late = living.filter(({ milestones }) => milestones.overdue > 0)
  if (unowned.length + overdue.length + late.length === 0) {
    return (
      <p>
        <Signal light="clear" word="Nothing is late" />{' '}
        <span className="text-soft">
          Every risk at or above {threshold} has an owner; no review and no milestone is overdue.
        </span>
      </p>
    )
  }
  const row = (risk: RiskRowDto, mark: ReactNode) => (
    <li key={risk.key} className="flex flex-wrap items-center justify-between gap-x-4 border-b border-rule py-1">
      <a href={`/${program}/risks/${risk.key}`}>
        <code className="whitespace-nowrap">{risk.key}</code> <span className="text-ink">{risk.title}</span>
      </a>
      {mark}
    </li>
  )
  return (
    <div className="flex flex-col gap-4">
      <Group title={`Unowned at or above ${threshold}`} all={`/${program}/risks?owner=nobody`} count={unowned.length}>
        {unowned.slice(0, MOST).map((risk) => row(risk, <Owner risk={risk} />))}
      </Group>
      <Group title="Review overdue" all={`/${program}/risks?overdue=1`} count={overdue.length}>
        {overdue
          .slice(0, MOST)
          .map((risk) => row(risk, <Deadline at={risk.nextReview ?? now} now={now} zone={zone} />))}
      </Group>
      <Group title="Milestones overdue" all={`/${program}/risks`} count={late.length}>
        {late
          .slice(0, MOST)
          .map((risk) => row(risk, <Signal light="stop" word={`${risk.milestones.overdue} overdue`} />))}
      </Group>
    </div>
  )
}

function Group({ title, all, count, children }: { title: string; all: string; count: number; children: ReactNode }) {
  if (count === 0) return null
  return (
    <section>
      <h2 className="text-sm">
        {title} <span className="font-normal text-soft">{count}</span>
      </h2>
      <ul>{children}</ul>
      {count > MOST ? (
        <p className="mt-1">
          <a href={all}>All {count}</a>
        </p>
      ) : null}
    </section>
  )
}

/** What moved since the last board closed. */
export function Movement({ risks: { all, program, lastBoard, zone } }: { risks: RisksDto }) {
  const moved = all.flatMap(({ title, moved }) => (moved === null ? [] : [{ ...moved, title }]))
  if (lastBoard === null) {
    return <p className="text-soft">No board has been held yet, so there is nothing to compare with.</p>
  }
  return (
    <section>
      <h2 className="text-sm">
        Moved since the board of <Moment at={lastBoard} zone={zone} />
      </h2>
      {moved.length === 0 ? <p className="text-soft">Nothing has moved.</p> : null}
      <ul>
        {moved.map(({ key, title, from, to }) => (
          <li key={key} className="flex flex-wrap justify-between gap-x-4 border-b border-rule py-1">
            <a href={`/${program}/risks/${key}`}>
              <code className="whitespace-nowrap">{key}</code> <span className="text-ink">{title}</span>
            </a>
            <span>
              {from.score === to.score ? null : (
                <>
                  score {from.score} → <strong>{to.score}</strong>
                </>
              )}
              {from.score === to.score || from.state === to.state ? '' : ', '}
              {from.state === to.state ? null : `${stateWords[from.state]} → ${stateWords[to.state]}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
