import type { ReviewAct } from '@/lib/http/review-acts'

export type OutcomeAct = Extract<ReviewAct, { act: 'outcome' }>

/** An outcome that was said here and has not been taken down yet. */
export interface Waiting {
  act: OutcomeAct
  /** What was typed, for whoever must say it again. */
  typed: Record<string, string>
  /** Why it was not taken; null while it waits to be sent. */
  refused: { message: string; faults: { path: string; message: string }[] } | null
}

/** What a screen keeps for itself, also over a reload or a closed laptop. */
export interface Kept {
  waiting: Waiting[]
  /** What is half typed, by item and kind of outcome. */
  drafts: Record<string, Record<string, string>>
}

const nothing: Kept = { waiting: [], drafts: {} }

/** The part of a browser's storage that belongs to one person in one meeting. */
export class Outbox {
  readonly #key: string

  constructor(
    program: string,
    number: number,
    user: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  ) {
    this.#key = `signalbox.review.${program}.${number}.${user}`
  }

  read(): Kept {
    try {
      const text = this.storage.getItem(this.#key)
      return text === null ? nothing : { ...nothing, ...(JSON.parse(text) as Partial<Kept>) }
    } catch {
      return nothing
    }
  }

  /** Whether it could be kept: a browser may forbid or run out of storage. */
  write(kept: Kept): boolean {
    try {
      if (kept.waiting.length === 0 && Object.keys(kept.drafts).length === 0) this.storage.removeItem(this.#key)
      else this.storage.setItem(this.#key, JSON.stringify(kept))
      return true
    } catch {
      return false
    }
  }
}
