import { env } from '@/lib/env'
import { Refusal } from '@/lib/verbs/refusal'

/** A bucket that holds one minute's allowance and refills steadily. */
interface Bucket {
  left: number
  at: number
}

const MAX_BUCKETS = 10_000
const MINUTE = 60_000

/** Counts requests by key; `perMinute` of them may come in a burst, then as many a minute. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>()

  constructor(readonly perMinute: number) {}

  /** Takes one from the key's allowance at `now` (milliseconds): 0, or the seconds to wait for the next. */
  take(key: string, now: number): number {
    const known = this.#buckets.get(key)
    // A clock that is set back must not take away what is left.
    const passed = known === undefined ? MINUTE : Math.max(0, now - known.at)
    const left = Math.min(this.perMinute, (known?.left ?? 0) + (passed * this.perMinute) / MINUTE)
    if (this.#buckets.size >= MAX_BUCKETS) this.#dropOldest()
    this.#buckets.set(key, { left: left < 1 ? left : left - 1, at: now })
    return left < 1 ? Math.max(1, Math.ceil(((1 - left) / this.perMinute) * (MINUTE / 1000))) : 0
  }

  /** Forgets the key that came first; its next request finds a full allowance, and everyone else's stays. */
  #dropOldest(): void {
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined) this.#buckets.delete(oldest)
  }
}

let uploads: RateLimit | undefined

/** Refuses an identity that uploads faster than the stated rate (SIGNALBOX_UPLOADS_PER_MINUTE). */
export function limitUploads(identity: string): void {
  uploads ??= new RateLimit(env().SIGNALBOX_UPLOADS_PER_MINUTE)
  const wait = uploads.take(identity, Date.now())
  if (wait === 0) return
  throw new Refusal('too_many', 'too_many', `This identity may upload ${uploads.perMinute} times a minute.`, [], wait)
}
