import type pg from 'pg'
import type { Instant } from '@/lib/domain/instant'
import { type History, historyAfter, metricsUpon, noHistory, statusOf } from '@/lib/domain/scoreboard/scoreboard'
import type { MetricState, SeriesFacts, Status } from '@/lib/domain/scoreboard/types'
import { boardFacts, type StoredFacts } from './board-facts'
import type { Database } from './database'
import type { ProgramState } from './program-state'

/**
 * A program's facts in memory, for one gated upload after the other: the newest and worst of every series in the last
 * windows, and what each window hands on to the next. It holds while the program's stamp is the one it was read with.
 */
export class Board {
  /** Histories before each window, as far as they are known; a change takes back those after it. */
  readonly #histories: History[] = [noHistory]

  constructor(
    readonly facts: readonly StoredFacts[],
    /** Revision and phase that it was read under. */
    readonly state: ProgramState,
  ) {}

  /** Whether it reaches from the window that holds `from` to the one that holds `to`. */
  covers(from: Instant, to: Instant): boolean {
    const [first, last] = [this.facts[0]?.window, this.facts.at(-1)?.window]
    return first !== undefined && last !== undefined && first.start <= from && last.end > to
  }

  /** Sets what a window knows of a series. */
  change(window: number, series: string, facts: SeriesFacts): void {
    const index = this.facts.findIndex((one) => one.window.id === window)
    this.facts[index]?.series.set(series, facts)
    if (index >= 0) this.#histories.length = Math.min(this.#histories.length, index + 1)
  }

  /** The status of the window that holds `now`, with the metrics that make it. */
  standingAt(now: Instant): { status: Status; metrics: MetricState[] } {
    const metrics = this.metricsAt(now)
    if (metrics === null) throw new Error('no stored window holds now')
    return { status: statusOf(metrics) ?? 'red', metrics }
  }

  /** The metrics of the window that holds `now`; null where none is stored. */
  metricsAt(now: Instant): MetricState[] | null {
    const index = this.facts.findLastIndex(({ window }) => window.start <= now)
    const current = this.facts[index]
    if (current === undefined || current.window.end <= now) return null
    return metricsUpon(this.#historyBefore(index), current, now)
  }

  /** The metrics of a window that has ended, as of its end; null where it is not on the board. */
  metricsOf(window: number): MetricState[] | null {
    const index = this.facts.findIndex((one) => one.window.id === window)
    const facts = this.facts[index]
    return facts === undefined ? null : metricsUpon(this.#historyBefore(index), facts, facts.window.end)
  }

  #historyBefore(index: number): History {
    for (let known = this.#histories.length; known <= index; known += 1) {
      const [before, facts] = [this.#histories[known - 1], this.facts[known - 1]]
      if (before === undefined || facts === undefined) throw new Error('a window is missing from the board')
      this.#histories.push(historyAfter(before, facts))
    }
    return this.#histories[index] ?? noHistory
  }
}

interface Remembered {
  stamp: string
  board: Board
}

const memories = new WeakMap<Database, Map<number, Remembered>>()

function memoryOf(database: Database): Map<number, Remembered> {
  const memory = memories.get(database) ?? new Map<number, Remembered>()
  memories.set(database, memory)
  return memory
}

/** The program's stamp, or '' before its first gated upload. Under the judging lock nobody else changes it. */
export async function boardStamp(client: pg.PoolClient, program: number): Promise<string> {
  const { rows } = await client.query<{ stamp: string }>({
    name: 'board_stamp',
    text: 'SELECT stamp::text FROM board_stamp WHERE program_id = $1',
    values: [program],
  })
  return rows[0]?.stamp ?? ''
}

/**
 * The program's board from `oldest` to `newest`, from memory where that still holds. With a stamp the caller has the
 * judging lock and may change the board: it is taken out of memory until `rememberBoard` puts it back. Without one it
 * gets a board of its own, to look at.
 */
export async function takeBoard(
  database: Database,
  client: pg.PoolClient,
  state: ProgramState,
  stamp: string | null,
  oldest: Instant,
  newest: Instant,
): Promise<Board> {
  const memory = memoryOf(database)
  const known = stamp === null ? undefined : memory.get(state.id)
  if (stamp !== null) memory.delete(state.id)
  if (known?.stamp === stamp && known.board.state === state && known.board.covers(oldest, newest)) return known.board
  return new Board(await boardFacts(client, state, newest, oldest), state)
}

/**
 * Stamps a board that is about to be committed and remembers it. The stamp is drawn at random: if the commit fails,
 * or another process commits first, what is remembered here is never taken for what is stored.
 */
export async function rememberBoard(
  database: Database,
  client: pg.PoolClient,
  state: ProgramState,
  board: Board,
): Promise<void> {
  memoryOf(database).set(state.id, { stamp: await stampBoard(client, state.id), board })
}

/**
 * Draws another stamp, so that no process goes on with what it remembers of the board: after changes to it that are
 * not a gated upload's, as of waivers.
 */
export async function stampBoard(client: pg.PoolClient, program: number): Promise<string> {
  const stamp = crypto.getRandomValues(new BigInt64Array(1))[0]?.toString() ?? ''
  await client.query({
    name: 'board_stamp_set',
    text: `INSERT INTO board_stamp (program_id, stamp) VALUES ($1, $2)
           ON CONFLICT (program_id) DO UPDATE SET stamp = excluded.stamp`,
    values: [program, stamp],
  })
  return stamp
}
