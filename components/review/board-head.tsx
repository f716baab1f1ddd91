import { Signal } from '@/components/ui/signal'
import { instantWords } from '@/components/ui/time'
import type { RoomDto } from '@/lib/queries/review-room'
import { MeetingClock } from './clock'
import type { Snapshot } from './connection'
import { kindTitles } from '@/lib/domain/review/agenda'

/** Which meeting, how far it is, how long it has been going, who is there, and whether this screen is still part of it. */
export function BoardHead({ snapshot, shown, start }: { snapshot: Snapshot; shown: number; start: string }) {
  const { room, heardAt } = snapshot
  const present = room.people.filter((one) => one.present)
  return (
    <header className="flex flex-wrap items-center gap-x-8 gap-y-2 border-b border-ink px-4 py-3 rail:px-8">
      <p className="text-base leading-5 font-semibold">
        <a href={`/${room.program.id}/reviews`} className="text-ink no-underline hover:underline">
          {kindTitles[room.kind]} {room.number}
        </a>
        <span className="block text-xs font-normal text-soft">
          {room.program.title}
          {room.demo ? ' · Demo' : ''}
        </span>
      </p>
      <Progress room={room} shown={shown} />
      {room.open ? (
        <MeetingClock openedAt={room.openedAt} start={start} skew={Date.parse(room.now) - heardAt} />
      ) : (
        <p>
          Closed. <a href={`/${room.program.id}/reviews/${room.number}/minutes`}>Read the minutes</a>
        </p>
      )}
      <p title={present.map(({ name }) => name).join(', ')}>
        {present.length} {present.length === 1 ? 'person' : 'people'}
      </p>
      <div className="ml-auto" role="status">
        <LinkState snapshot={snapshot} />
      </div>
    </header>
  )
}

/** A tick an item: done with, here, ahead. */
function Progress({ room, shown }: { room: RoomDto; shown: number }) {
  const total = room.items.length
  return (
    <div className="flex min-w-[200px] flex-1 items-center gap-3">
      <div className="flex h-3 flex-1 gap-px" aria-hidden="true">
        {room.items.map(({ ordinal, outcomes }) => (
          <span
            key={ordinal}
            className={`relative flex-1 ${outcomes.length > 0 ? 'bg-ink' : 'bg-rule'} ${ordinal === shown ? 'outline-2 outline-offset-2 outline-link' : ''}`}
          />
        ))}
      </div>
      <p className="whitespace-nowrap">
        <span className="text-base font-semibold">{shown}</span> of {total}
        <span className="text-soft"> · {room.items.filter(({ outcomes }) => outcomes.length > 0).length} taken up</span>
      </p>
    </div>
  )
}

function LinkState({ snapshot }: { snapshot: Snapshot }) {
  const { link, waiting, heardAt, forgetful, room } = snapshot
  const unsent = waiting.filter(({ refused }) => refused === null).length
  const held =
    unsent === 0
      ? ''
      : ` ${unsent} ${unsent === 1 ? 'outcome waits' : 'outcomes wait'} here${forgetful ? '; this browser would lose them on a reload' : ''}.`
  switch (link) {
    case 'live':
      return <Signal light="clear" word={`Live.${held}`} />
    case 'asking':
      return <Signal light="caution" word={`Asks every few seconds.${held}`} />
    case 'lost': {
      const since = instantWords(new Date(heardAt).toISOString(), room.program.zone).split(', ')[1] ?? ''
      return <Signal light="stop" word={`No connection since ${since}.${held}`} />
    }
    case 'signed_out':
      return (
        <span className="flex gap-3">
          <Signal light="stop" word={`Signed out.${held}`} /> <a href="/sign-in">Sign in</a>
        </span>
      )
  }
}
