'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { buttonClass } from '@/components/ui/form'
import type { RoomDto } from '@/lib/queries/review-room'
import type { Closing } from '@/lib/verbs/review/close'
import type { Snapshot } from './connection'
import { subjectName } from './names'

function PanelFrame({
  title,
  children,
  onLeave,
  act,
}: {
  title: string
  children: ReactNode
  onLeave: () => void
  act?: ReactNode
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <section aria-labelledby="panel-title" className="flex flex-col gap-3">
      <h2 id="panel-title" ref={heading} tabIndex={-1} className="outline-none">
        {title}
      </h2>
      {children}
      <div className="flex items-center gap-3">
        {act}
        <button type="button" className={buttonClass()} onClick={onLeave}>
          Leave <kbd className="ml-2 text-soft">Esc</kbd>
        </button>
      </div>
    </section>
  )
}

const help: [string, string][] = [
  ['1 – 5', 'what the board says of the item; inside a re-score, likelihood, then impact'],
  ['a', 'an action with its owner and day; it comes up first at the next board'],
  ['n', 'a note, which decides nothing'],
  ['Enter', 'says it'],
  ['Esc', 'leaves a form; what was typed in it stays'],
  ['j, k', 'next item, item before; whoever leads takes everyone along'],
  ['f', 'back to where the board is'],
  ['p, h', 'who is here; I am here'],
  ['e', 'says again what was not taken'],
  ['c', 'closes the review with its minutes'],
]

export function HelpPanel({ room, onLeave }: { room: RoomDto; onLeave: () => void }) {
  return (
    <PanelFrame title="Keys" onLeave={onLeave}>
      <dl className="grid gap-x-8 gap-y-1 rail:grid-cols-2">
        {help.map(([keys, words]) => (
          <div key={keys} className="flex gap-3">
            <dt className="w-16 shrink-0 font-mono">{keys}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="text-soft">
        Outcomes are stored as they are said. Without a connection they are kept in this browser and sent when it is
        back.
        {room.viewer.mayRun ? '' : ' Your roles do not lead reviews: j and k turn your own screen alone.'}
      </p>
    </PanelFrame>
  )
}

interface PeopleProps {
  room: RoomDto
  fault: string | null
  onToggle: (user: string, present: boolean) => void
  onLeave: () => void
}

/** Who is here: the lead notes anyone, everyone else themselves. */
export function PeoplePanel({ room, fault, onToggle, onLeave }: PeopleProps) {
  const { viewer } = room
  return (
    <PanelFrame title="Who is here" onLeave={onLeave}>
      {fault === null ? null : (
        <p role="alert" className="text-stop">
          {fault}
        </p>
      )}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(200px,1fr))] gap-x-6">
        {room.people.map(({ id, name, present, roles }) => (
          <li key={id}>
            <label className="flex min-h-8 cursor-pointer items-center gap-2">
              <input
                type="checkbox"
                checked={present}
                disabled={!viewer.mayRun && viewer.id !== id}
                onChange={(event) => onToggle(id, event.target.checked)}
              />
              <span className="truncate" title={roles.join(', ')}>
                {name}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </PanelFrame>
  )
}

interface CloseProps {
  snapshot: Snapshot
  onClose: () => Promise<Closing | null>
  onLeave: () => void
}

/** Asks once more: minutes are final. */
export function ClosePanel({ snapshot, onClose, onLeave }: CloseProps) {
  const { room, waiting, fault } = snapshot
  const [pending, setPending] = useState(false)
  const [arisen, setArisen] = useState(0)
  const passedOver = room.items.filter(({ outcomes }) => outcomes.length === 0)
  const held = waiting.length > 0
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  const close = async (): Promise<void> => {
    setPending(true)
    const closing = await onClose()
    setPending(false)
    if (closing !== null && !closing.closed) setArisen(closing.arisen)
  }
  return (
    <PanelFrame
      title={`Close review ${room.number}`}
      onLeave={onLeave}
      act={
        <button
          ref={button}
          type="button"
          className={buttonClass('main')}
          disabled={held || pending}
          onClick={() => void close()}
        >
          Close it and store the minutes <kbd className="ml-2 opacity-80">Enter</kbd>
        </button>
      }
    >
      <p>Its minutes are made from what was said, and are final: nothing more is taken down afterwards.</p>
      {passedOver.length === 0 ? (
        <p>Every item has an outcome.</p>
      ) : (
        <p>
          {passedOver.length} of {room.items.length} items have no outcome, and the minutes will say so:{' '}
          {passedOver
            .slice(0, 8)
            .map(({ subject, key }) => subjectName(subject, key))
            .join(', ')}
          {passedOver.length > 8 ? ` and ${passedOver.length - 8} more` : ''}.
        </p>
      )}
      {held ? <p role="alert">What was said here and is not stored yet must be sent, or let go, first.</p> : null}
      {arisen === 0 ? null : (
        <p role="alert" className="border-l-2 border-caution pl-2">
          Not closed: {arisen} new {arisen === 1 ? 'item has' : 'items have'} come up and {arisen === 1 ? 'is' : 'are'}{' '}
          at the end of the agenda.
        </p>
      )}
      {fault === null ? null : (
        <p role="alert" className="text-stop">
          {fault}
        </p>
      )}
    </PanelFrame>
  )
}
