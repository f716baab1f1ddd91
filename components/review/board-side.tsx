import { Signal } from '@/components/ui/signal'
import { instantWords } from '@/components/ui/time'
import type { RoomDto, RoomItemDto } from '@/lib/queries/review-room'
import type { Snapshot } from './connection'
import { subjectName } from './names'
import type { Waiting } from './outbox'
import { shortly } from './panels'

interface Props {
  snapshot: Snapshot
  item: RoomItemDto | undefined
  leads: boolean
  onAgain: () => void
  onDrop: (key: string) => void
}

/** Beside the item: what was said of it, what changed since the last review, and what comes next. */
export function BoardSide({ snapshot, item, leads, onAgain, onDrop }: Props) {
  const { room, waiting } = snapshot
  const refused = waiting.filter((one) => one.refused !== null)
  const unsent = waiting.filter((one) => one.refused === null && one.act.item === item?.ordinal)
  return (
    <aside
      aria-label="What was said"
      className="flex min-h-0 flex-col gap-5 overflow-hidden border-rule px-4 py-5 max-wide:border-t rail:px-8 wide:border-l wide:px-6"
    >
      {refused.length === 0 ? null : <Refused refused={refused} room={room} onAgain={onAgain} onDrop={onDrop} />}
      {item === undefined ? null : (
        <section>
          <h2>Said</h2>
          {item.outcomes.length === 0 && unsent.length === 0 ? <p className="mt-1 text-soft">Nothing yet.</p> : null}
          <ul className="mt-1 flex flex-col gap-2">
            {item.outcomes.slice(-5).map(({ key, words, at, by }) => (
              <li key={key} className="border-l-2 border-ink pl-2">
                {words}
                <span className="block text-xs text-soft">
                  {by}, {timeOf(at, room)}
                </span>
              </li>
            ))}
            {unsent.map(({ act }) => (
              <li key={act.key} className="border-l-2 border-dashed border-ink pl-2">
                {shortly(act.said, room)}
                <span className="block text-xs text-soft">not stored yet</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {item === undefined || item.changes.length === 0 || room.previous === null ? null : (
        <section>
          <h2>Since review {room.previous.number}</h2>
          <ul className="mt-1 flex flex-col gap-1">
            {item.changes.map((words) => (
              <li key={words}>{words.charAt(0).toUpperCase() + words.slice(1)}</li>
            ))}
          </ul>
        </section>
      )}
      <Next room={room} at={item?.ordinal ?? 0} leads={leads} />
    </aside>
  )
}

const timeOf = (at: string, room: RoomDto): string => instantWords(at, room.program.zone).split(', ')[1] ?? ''

function Refused({
  refused,
  room,
  onAgain,
  onDrop,
}: { refused: readonly Waiting[]; room: RoomDto } & Pick<Props, 'onAgain' | 'onDrop'>) {
  const [first] = refused
  if (first?.refused == null) return null
  return (
    <section role="alert" className="border-l-2 border-stop pl-2">
      <h2>
        <Signal light="stop" word="Not taken" />
      </h2>
      <p className="mt-1">{shortly(first.act.said, room)}</p>
      <p className="mt-1 text-stop">{first.refused.message}</p>
      {first.refused.faults.length === 0 ? null : (
        <ul className="mt-1">
          {first.refused.faults.slice(0, 3).map(({ path, message }) => (
            <li key={`${path} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
      <p className="mt-2 flex gap-4">
        <button type="button" onClick={onAgain} className="cursor-pointer text-link hover:underline">
          Say it again <kbd>e</kbd>
        </button>
        <button
          type="button"
          onClick={() => onDrop(first.act.key)}
          className="cursor-pointer text-link hover:underline"
        >
          Let it go
        </button>
      </p>
      {refused.length > 1 ? <p className="mt-1 text-soft">and {refused.length - 1} more</p> : null}
    </section>
  )
}

const AHEAD = 3

function Next({ room, at, leads }: { room: RoomDto; at: number; leads: boolean }) {
  const ahead = room.items.filter(({ ordinal }) => ordinal > at)
  const passed = room.items.filter(({ ordinal, outcomes }) => ordinal < at && outcomes.length === 0)
  return (
    <section className="mt-auto">
      <h2>Next</h2>
      <ul className="mt-1 flex flex-col gap-1">
        {ahead.slice(0, AHEAD).map(({ ordinal, subject, key, title }) => (
          <li key={ordinal} className="truncate">
            <span className="mr-2 font-mono text-soft">{subjectName(subject, key)}</span>
            {title}
          </li>
        ))}
        {ahead.length > AHEAD ? <li className="text-soft">and {ahead.length - AHEAD} more</li> : null}
        {ahead.length === 0 ? (
          <li className="text-soft">This is the last item.{leads ? ' Press c to close.' : ''}</li>
        ) : null}
      </ul>
      {passed.length === 0 ? null : (
        <p className="mt-2 text-soft">
          {passed.length} before this {passed.length === 1 ? 'has' : 'have'} no outcome.
        </p>
      )}
    </section>
  )
}
