import type { Instant } from '@/lib/domain/instant'
import { scoreboards } from '@/lib/domain/scoreboard/scoreboard'
import type { Scoreboard } from '@/lib/domain/scoreboard/types'
import { boardFacts, type StoredFacts } from './board-facts'
import type { ProgramState } from './program-state'
import { ensureWindows } from './windows'
import type { Queryable } from './query'

/** The scoreboard of the window that holds `now`, with the windows before it, oldest first. */
export async function currentBoard(db: Queryable, state: ProgramState, now: Instant): Promise<Scoreboard> {
  const board = scoreboards(await currentFacts(db, state, now), now).at(-1)
  if (board === undefined) throw new Error('no stored window holds now')
  return board
}

/** The facts behind it. Makes the window's row where no job or upload has yet. */
export async function currentFacts(db: Queryable, state: ProgramState, now: Instant): Promise<StoredFacts[]> {
  const facts = await boardFacts(db, state, now)
  const last = facts.at(-1)
  if (last !== undefined && last.window.end > now) return facts
  await ensureWindows(db, state.id, state.revision.compiled.windows, now, now)
  return boardFacts(db, state, now)
}
