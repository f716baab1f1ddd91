import type { ReviewAct, ReviewActAnswer } from '@/lib/http/review-acts'
import type { RoomDto } from '@/lib/queries/review-room'
import { type Kept, type OutcomeAct, Outbox, type Waiting } from './outbox'

/** How the screen hears of changes: told at once, by asking, or not at all. */
export type Link = 'live' | 'asking' | 'lost' | 'signed_out'

export interface Snapshot extends Kept {
  room: RoomDto
  link: Link
  /** When the server was last heard, by this machine's clock. */
  heardAt: number
  /** Where the board is going, before the server has said so. */
  goingTo: number | null
  /** What could not be done, and is not an outcome. */
  fault: string | null
  /** This browser keeps nothing: a reload would lose what waits. */
  forgetful: boolean
}

interface Problem {
  detail?: string
  errors?: { path: string; message: string }[]
}

/** Every so often without being told: a change may commit late, and a due date passes without one. */
const ASK_LIVE = 20_000
const ASK_OTHERWISE = 3_000
const PATIENCE = 10_000

/**
 * One screen's tie to a meeting. Outcomes go through a box that survives reloads and broken lines: each is sent until the
 * server has taken or refused it, under a key of its own, so that it is stored once. React only looks at snapshots.
 */
export class Connection {
  #snapshot: Snapshot
  readonly #listeners = new Set<() => void>()
  readonly #outbox: Outbox
  #events: EventSource | null = null
  #asking: ReturnType<typeof setTimeout> | undefined
  #sending = false
  #running = false

  constructor(
    room: RoomDto,
    storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
    private readonly base: string,
  ) {
    this.#outbox = new Outbox(room.program.id, room.number, room.viewer.id, storage)
    const kept = { waiting: [], drafts: {} }
    const heardAt = Date.parse(room.now)
    this.#snapshot = { ...kept, room, link: 'asking', heardAt, goingTo: null, fault: null, forgetful: false }
  }

  readonly snapshot = (): Snapshot => this.#snapshot

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (!this.#running) this.#start()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#stop()
    }
  }

  /** Says an outcome: kept here at once, sent as soon as it can be. */
  say(act: Omit<OutcomeAct, 'act' | 'key'>, typed: Record<string, string>, draft: string): void {
    const waiting: Waiting = { act: { act: 'outcome', key: crypto.randomUUID(), ...act }, typed, refused: null }
    const { [draft]: _, ...drafts } = this.#snapshot.drafts
    this.#keep({ waiting: [...this.#snapshot.waiting, waiting], drafts })
    void this.#send()
  }

  /** Takes back an outcome that was refused: it is typed again, or let go. */
  withdraw(key: string): void {
    this.#keep({ waiting: this.#snapshot.waiting.filter(({ act }) => act.key !== key) })
  }

  draft(id: string, typed: Record<string, string>): void {
    this.#keep({ drafts: { ...this.#snapshot.drafts, [id]: typed } })
  }

  forget(id: string): void {
    const { [id]: _, ...drafts } = this.#snapshot.drafts
    this.#keep({ drafts })
  }

  /** Takes everyone to an item; this screen goes at once. */
  goTo(item: number): void {
    this.#change({ goingTo: item })
    void this.#send()
  }

  /** Does something that is not an outcome, now or not at all; answers whether it was done. */
  async act(act: Exclude<ReviewAct, { act: 'outcome' }>): Promise<ReviewActAnswer | null> {
    this.#change({ fault: null })
    const sent = await this.#post(act)
    if (sent.kind === 'taken') return sent.answer
    this.#change({
      fault: sent.kind === 'refused' ? sent.message : 'It could not be sent: there is no connection. Try again.',
    })
    return null
  }

  clearFault(): void {
    this.#change({ fault: null })
  }

  #start(): void {
    this.#running = true
    // Not before: the server's own rendering knows nothing of what this browser keeps.
    this.#change({ ...this.#outbox.read(), heardAt: Date.now() })
    this.#listen()
    void this.#ask()
    window.addEventListener('online', this.#again)
    document.addEventListener('visibilitychange', this.#again)
  }

  #stop(): void {
    this.#running = false
    this.#events?.close()
    this.#events = null
    clearTimeout(this.#asking)
    window.removeEventListener('online', this.#again)
    document.removeEventListener('visibilitychange', this.#again)
  }

  readonly #again = (): void => {
    if (document.visibilityState === 'visible') void this.#ask()
  }

  #listen(): void {
    if (!this.#running || this.#events !== null) return
    const events = new EventSource(`${this.base}/events`)
    this.#events = events
    events.onopen = () => this.#change({ link: 'live' })
    events.onmessage = () => void this.#ask()
    events.onerror = () => {
      if (this.#snapshot.link === 'live') this.#change({ link: 'asking' })
      // A stream that was answered with an error does not come back by itself.
      if (events.readyState === EventSource.CLOSED) this.#events = null
      void this.#ask()
    }
  }

  /** Asks for the meeting as it stands, sends what waits, and asks again later. */
  async #ask(): Promise<void> {
    clearTimeout(this.#asking)
    try {
      const response = await fetch(`${this.base}/state`, { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) })
      if (response.ok) {
        this.#heard((await response.json()) as RoomDto)
        this.#listen()
        void this.#send()
      } else this.#change({ link: response.status === 401 ? 'signed_out' : 'lost' })
    } catch {
      this.#change({ link: 'lost' })
    }
    if (!this.#running) return
    const { link } = this.#snapshot
    clearTimeout(this.#asking)
    this.#asking = setTimeout(() => void this.#ask(), link === 'live' ? ASK_LIVE : ASK_OTHERWISE)
  }

  #heard(room: RoomDto): void {
    const before = this.#snapshot
    // An answer that was slow to come must not put the screen back.
    if (room.version < before.room.version) return
    const stored = new Set(room.items.flatMap(({ outcomes }) => outcomes.map(({ key }) => key)))
    const waiting = before.waiting.filter(({ act }) => !stored.has(act.key))
    const link = before.link === 'lost' || before.link === 'signed_out' ? 'asking' : before.link
    const open = this.#events?.readyState === 1
    const goingTo = before.goingTo === room.position ? null : before.goingTo
    if (waiting.length !== before.waiting.length) this.#keep({ waiting })
    this.#change({ room, heardAt: Date.now(), link: open ? 'live' : link, goingTo })
    if (room.waiting > 0 && room.open && (room.viewer.mayRun || room.viewer.mayManage))
      void this.#post({ act: 'arisen' })
  }

  /** Sends what waits, one after the other; stops where the line is broken, and is called again when it is back. */
  async #send(): Promise<void> {
    if (this.#sending) return
    this.#sending = true
    try {
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        const sent = await this.#post(next)
        if (sent.kind === 'broken') return
        if (next.act === 'step')
          this.#change({ goingTo: null, ...(sent.kind === 'refused' ? { fault: sent.message } : {}) })
        else this.#answered(next.key, sent)
      }
    } finally {
      this.#sending = false
    }
  }

  #next(): OutcomeAct | StepAct | undefined {
    const outcome = this.#snapshot.waiting.find(({ refused }) => refused === null)?.act
    const { goingTo } = this.#snapshot
    return outcome ?? (goingTo === null ? undefined : { act: 'step', item: goingTo })
  }

  #answered(key: string, sent: Sent): void {
    if (sent.kind === 'refused') {
      const refused = { message: sent.message, faults: sent.faults }
      this.#keep({ waiting: this.#snapshot.waiting.map((one) => (one.act.key === key ? { ...one, refused } : one)) })
      void this.#ask()
      return
    }
    const done = this.#snapshot.waiting.find(({ act }) => act.key === key)?.act
    const waiting = this.#snapshot.waiting.filter(({ act }) => act.key !== key)
    this.#keep({ waiting: done === undefined ? waiting : waiting.map((one) => onFrom(done, one)) })
  }

  async #post(act: ReviewAct): Promise<Sent> {
    try {
      const response = await fetch(`${this.base}/acts`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(act),
        signal: AbortSignal.timeout(PATIENCE),
      })
      if (response.ok) {
        const answer = (await response.json()) as ReviewActAnswer
        this.#heard(answer.room)
        return { kind: 'taken', answer }
      }
      if (response.status === 401) this.#change({ link: 'signed_out' })
      if (isTransient(response.status)) return { kind: 'broken' }
      const problem = (await response.json().catch(() => ({}))) as Problem
      return { kind: 'refused', message: problem.detail ?? 'It was not taken.', faults: problem.errors ?? [] }
    } catch {
      this.#change({ link: 'lost' })
      clearTimeout(this.#asking)
      if (this.#running) this.#asking = setTimeout(() => void this.#ask(), 1_000)
      return { kind: 'broken' }
    }
  }

  #keep(kept: Partial<Kept>): void {
    this.#change(kept)
    const { waiting, drafts } = this.#snapshot
    if (!this.#outbox.write({ waiting, drafts })) this.#change({ forgetful: true })
  }

  #change(changes: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...changes }
    for (const listener of this.#listeners) listener()
  }
}

type Sent =
  | { kind: 'taken'; answer: ReviewActAnswer }
  | { kind: 'refused'; message: string; faults: { path: string; message: string }[] }
  /** Nobody knows whether it arrived: it is sent again. */
  | { kind: 'broken' }

type StepAct = Extract<ReviewAct, { act: 'step' }>

/** How many events of a risk an outcome makes: the change, and that it was looked at. */
const eventsOf = { rescore: 2, transition: 2, assign: 2, confirm: 1, escalate: 1, follow_up: 0, action: 0, note: 0 }

/**
 * What was said after another word of this screen's own on the same risk, before that was taken down, has seen the risk
 * as that left it. If anyone else came between, the versions do not meet, and the server says so.
 */
function onFrom(done: OutcomeAct, later: Waiting): Waiting {
  const [before, after] = [done.said, later.act.said]
  if (later.act.item !== done.item || !('version' in before) || !('version' in after)) return later
  if (before.version === null || after.version !== before.version) return later
  const version = before.version + eventsOf[before.type]
  return { ...later, act: { ...later.act, said: { ...after, version } } }
}

/** Answers that say nothing about what was sent. */
const isTransient = (status: number): boolean => status >= 500 || status === 401 || status === 408 || status === 429
