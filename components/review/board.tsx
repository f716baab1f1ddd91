'use client'

import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useRouter } from 'next/navigation'
import type { Route } from 'next'
import type { RoomDto, RoomItemDto } from '@/lib/queries/review-room'
import { BoardHead } from './board-head'
import { ClosePanel, HelpPanel, PeoplePanel } from './board-panels'
import { BoardSide } from './board-side'
import { Connection, type Snapshot } from './connection'
import { ItemView } from './item-view'
import { KeyBar, type KeyChoice } from './key-bar'
import { SayForm } from './say-form'
import { actsOf, type Panel, panelOf, type SayPanel, saidOf } from './panels'

interface Props {
  room: RoomDto
  /** Address of the review. */
  base: string
}

/** What a browser without storage, and the server, have instead. */
const nowhere = { getItem: () => null, setItem: () => {}, removeItem: () => {} }

/** Board mode: one item at a time, run by the keyboard, the same for everyone in the meeting (look.md). */
export function Board({ room: first, base }: Props) {
  const [connection] = useState(
    () => new Connection(first, typeof window === 'undefined' ? nowhere : window.localStorage, base),
  )
  const [start] = useState(connection.snapshot)
  const snapshot = useSyncExternalStore(connection.subscribe, connection.snapshot, () => start)
  const [panel, setPanel] = useState<Panel | null>(null)
  /** Where whoever does not lead has turned to by themselves. */
  const [looking, setLooking] = useState<number | null>(null)
  const router = useRouter()
  const main = useRef<HTMLElement>(null)

  const { room, goingTo } = snapshot
  const shown = goingTo ?? looking ?? room.position
  const item = room.items.find(({ ordinal }) => ordinal === shown)
  const leads = room.viewer.mayRun && room.open
  const acts = room.open ? actsOf(item, room.viewer) : []

  const turn = (by: number): void => {
    const to = shown + by
    if (to < 1 || to > room.items.length) return
    if (leads) connection.goTo(to)
    else setLooking(to === room.position ? null : to)
  }
  const leave = (): void => {
    setPanel(null)
    main.current?.focus()
  }
  const again = (): void => {
    const refused = snapshot.waiting.find((one) => one.refused !== null)
    if (refused === undefined) return
    const { item: ordinal, said } = refused.act
    connection.withdraw(refused.act.key)
    connection.draft(draftId(ordinal, panelOf(said)), refused.typed)
    if (leads) connection.goTo(ordinal)
    else setLooking(ordinal)
    setPanel(panelOf(said))
  }
  const here = room.people.find(({ id }) => id === room.viewer.id)
  const choices: KeyChoice[] = [
    ...acts.map(({ key, title, panel: to }) => ({ key, title, act: () => setPanel(to) })),
    { key: 'j', title: 'Next', act: () => turn(1) },
    { key: 'k', title: 'Back', act: () => turn(-1) },
    ...(looking === null ? [] : [{ key: 'f', title: 'Follow the board', act: () => setLooking(null) }]),
    ...(room.open && here?.present !== true
      ? [
          {
            key: 'h',
            title: 'I am here',
            act: () => void connection.act({ act: 'attend', user: room.viewer.id, present: true }),
          },
        ]
      : []),
    ...(snapshot.waiting.some((one) => one.refused !== null) ? [{ key: 'e', title: 'Say it again', act: again }] : []),
    ...(room.open ? [{ key: 'p', title: 'People', act: () => setPanel('people') }] : []),
    ...(leads ? [{ key: 'c', title: 'Close', act: () => setPanel('close') }] : []),
    { key: '?', title: 'Help', act: () => setPanel('help') },
  ]

  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (panel !== null) {
        if (event.key === 'Escape') leave()
        return
      }
      const choice = choices.find(({ key }) => key === event.key)
      if (choice === undefined) return
      event.preventDefault()
      choice.act()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  })

  return (
    <div className="wall flex flex-col">
      <BoardHead snapshot={snapshot} shown={shown} start={first.now} />
      <Announcement room={room} item={item} />
      <div className="grid min-h-0 flex-1 wide:grid-cols-[minmax(0,1fr)_340px]">
        <main
          ref={main}
          tabIndex={-1}
          className="min-h-0 overflow-hidden px-4 py-5 outline-none rail:px-8"
          id="content"
        >
          {item === undefined ? <NothingToDo room={room} /> : <ItemView item={item} room={room} />}
        </main>
        <BoardSide
          snapshot={snapshot}
          item={item}
          leads={leads}
          onAgain={again}
          onDrop={(key) => connection.withdraw(key)}
        />
      </div>
      <footer className="border-t border-ink bg-paper px-4 py-3 rail:px-8">{panelFor(panel, item, snapshot)}</footer>
    </div>
  )

  function panelFor(open: Panel | null, at: RoomItemDto | undefined, { drafts, fault }: Snapshot) {
    switch (open) {
      case null:
        return <KeyBar choices={choices} fault={fault} onRead={() => connection.clearFault()} />
      case 'help':
        return <HelpPanel room={room} onLeave={leave} />
      case 'people':
        return (
          <PeoplePanel
            room={room}
            fault={fault}
            onToggle={(user, present) => void connection.act({ act: 'attend', user, present })}
            onLeave={leave}
          />
        )
      case 'close':
        return (
          <ClosePanel
            snapshot={snapshot}
            onClose={async () => {
              const answer = await connection.act({ act: 'close' })
              if (answer?.closing?.closed === true) router.push(`${base}/minutes` as Route)
              return answer?.closing ?? null
            }}
            onLeave={leave}
          />
        )
      default:
        if (at === undefined) return null
        return (
          <SayForm
            key={`${at.ordinal} ${open}`}
            panel={open}
            item={at}
            room={room}
            draft={drafts[draftId(at.ordinal, open)]}
            onDraft={(typed) => connection.draft(draftId(at.ordinal, open), typed)}
            onSay={(typed, version) => {
              const said = saidOf(open, at, typed, version)
              connection.say({ item: at.ordinal, said }, typed, draftId(at.ordinal, open))
              leave()
            }}
            onLeave={leave}
          />
        )
    }
  }
}

const draftId = (item: number, panel: SayPanel): string => `${item}:${panel}`

/** Tells a screen reader where the board is, whoever took it there. */
function Announcement({ room, item }: { room: RoomDto; item: RoomItemDto | undefined }) {
  return (
    <p className="sr-only" role="status">
      {item === undefined ? '' : `Item ${item.ordinal} of ${room.items.length}: ${item.key} ${item.title}`}
    </p>
  )
}

function NothingToDo({ room }: { room: RoomDto }) {
  return (
    <div className="max-w-xl">
      <h1 className="text-xl leading-9">Nothing calls for the board</h1>
      <p className="mt-3 text-base leading-6">
        No risk is at or above the threshold, nothing is overdue, and every metric is Green.{' '}
        {room.open ? 'What arises while this is open comes up here.' : ''}
      </p>
    </div>
  )
}
