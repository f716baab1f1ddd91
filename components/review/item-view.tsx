import type { ReactNode } from 'react'
import { Reason } from '@/components/ui/reason'
import { type Light, Signal, statusLight } from '@/components/ui/signal'
import { Day, Moment } from '@/components/ui/time'
import { stateWords } from '@/lib/domain/risk/event-words'
import { dayWords } from '@/lib/domain/window/day-words'
import type { LiveRiskDto } from '@/lib/queries/live-risk'
import type { RoomDto, RoomItemDto } from '@/lib/queries/review-room'
import { subjectName, subjectTitles } from './names'

/** One item, large: what it is, why it is here, and how it stands. */
export function ItemView({ item, room }: { item: RoomItemDto; room: RoomDto }) {
  return (
    <article aria-labelledby="item-title" className="min-w-0">
      <p className="text-soft">
        {/^\d/.test(item.key) ? null : `${subjectTitles[item.subject]} `}
        <span className="font-mono">{subjectName(item.subject, item.key)}</span>
        {item.arisen ? ' · came up during the meeting' : ''}
      </p>
      <h1 id="item-title" tabIndex={-1} className="mt-1 text-xl leading-9 outline-none">
        {item.title}
      </h1>
      <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-1" aria-label="Why it is on the agenda">
        {item.reasons.map((reason) => (
          <li key={reason} className="border-l-2 border-ink pl-2">
            <Reason reason={reason} />
          </li>
        ))}
      </ul>
      <div className="mt-5">
        {item.risk === null ? <Facts item={item} room={room} /> : <RiskFacts risk={item.risk} room={room} />}
      </div>
    </article>
  )
}

function RiskFacts({ risk, room }: { risk: LiveRiskDto; room: RoomDto }) {
  const { zone } = room.program
  const { likelihood, impact } = room.scale
  return (
    <div className="grid gap-x-8 gap-y-5 rail:grid-cols-[190px_minmax(0,1fr)]">
      <div className="border-rule rail:border-r">
        <p className="text-[60px] leading-none font-semibold">
          <span className="sr-only">Score </span>
          {risk.score}
        </p>
        <p className="mt-2">
          {risk.likelihood} × {risk.impact}
          <span className="block text-soft">
            {likelihood[risk.likelihood - 1]} × {impact[risk.impact - 1]}
          </span>
        </p>
        <p className="mt-2">
          <Signal light={stateLights[risk.state]} word={stateWords[risk.state]} />
        </p>
        <p className="mt-2">
          {risk.owner === null ? <Signal light={risk.high ? 'stop' : 'caution'} word="Unowned" /> : risk.owner.name}
          <span className="block text-soft">owner role: {risk.ownerRole}</span>
        </p>
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <p className="text-base leading-6">{risk.statement}</p>
        <Described title="Mitigation">
          <p>{risk.mitigation}</p>
          <Plan risk={risk} />
        </Described>
        <Described title="Closes when">{risk.closure}</Described>
        {risk.failing.length === 0 ? null : (
          <Described title="Signals that fail">
            <Signal light="stop" word={risk.failing.slice(0, 2).join('; ')} />
            {risk.failing.length > 2 ? ` and ${risk.failing.length - 2} more` : null}
          </Described>
        )}
        <Described title="Review">
          {risk.reviewDue === null ? (
            'None is due while it is closed.'
          ) : risk.reviewOverdue ? (
            <Signal light="caution" word="Overdue" />
          ) : (
            <>
              Due by <Moment at={risk.reviewDue} zone={zone} />
            </>
          )}
          {risk.lastTrigger === null ? null : (
            <>
              {' '}
              · last trigger <Moment at={risk.lastTrigger} zone={zone} />
            </>
          )}
        </Described>
      </div>
    </div>
  )
}

const stateLights: Record<LiveRiskDto['state'], Light> = {
  open: 'stop',
  mitigating: 'caution',
  watch: 'caution',
  closed: 'clear',
}

const SHOWN = 4

/** The dated milestones of a plan, those ahead first; what does not fit is counted. */
function Plan({ risk }: { risk: LiveRiskDto }) {
  const all = risk.mitigations.flatMap((one) =>
    one.milestones.map((milestone) => ({ ...milestone, of: one.title, owner: one.owner })),
  )
  const ahead = [...all].sort((a, b) => Number(a.done) - Number(b.done) || (a.due < b.due ? -1 : 1))
  const verified = risk.mitigations.filter((one) => one.verified).length
  if (risk.mitigations.length === 0) return <p className="text-soft">No plan with dated milestones.</p>
  return (
    <ul className="mt-1 flex flex-col gap-0.5">
      {ahead.slice(0, SHOWN).map(({ title, due, done, late, owner }) => (
        <li key={`${title} ${due}`} className="flex flex-wrap gap-x-3">
          <Signal light={done ? 'clear' : late ? 'stop' : 'off'} word={done ? 'Done' : late ? 'Overdue' : 'Ahead'} />
          <Day day={due} />
          <span>{title}</span>
          <span className="text-soft">{owner}</span>
        </li>
      ))}
      <li className="text-soft">
        {all.length > SHOWN ? `${all.length - SHOWN} more milestones · ` : ''}
        {verified} of {risk.mitigations.length} mitigations verified
      </li>
    </ul>
  )
}

function Described({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid gap-x-4 rail:grid-cols-[120px_minmax(0,1fr)]">
      <p className="text-soft">{title}</p>
      <div className="min-w-0">{children}</div>
    </div>
  )
}

const labels: Record<string, string> = {
  owner: 'Owner',
  due: 'Due',
  review: 'From review',
  subject: 'Said of',
  verdict: 'Verdict',
  window: 'Window',
  reasons: 'Why',
  openedAt: 'Open since',
  expires: 'Ends',
  kind: 'Kind',
  state: 'State',
}

/** Everything else by its facts as they were when it came up. */
function Facts({ item, room }: { item: RoomItemDto; room: RoomDto }) {
  const { status, ...facts } = item.facts
  const light = status === 'red' || status === 'yellow' || status === 'green' ? statusLight(status) : null
  return (
    <div className="flex flex-col gap-3 text-base leading-6">
      {light === null ? null : <Signal light={light.light} word={light.word} large />}
      {Object.entries(facts).map(([name, value]) =>
        value === null || value === '' ? null : (
          <Described key={name} title={labels[name] ?? name}>
            {typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? (
              <Moment at={value} zone={room.program.zone} />
            ) : (
              dayWords(String(value)).replaceAll('_', ' ')
            )}
          </Described>
        ),
      )}
    </div>
  )
}
