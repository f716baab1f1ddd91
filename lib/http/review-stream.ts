import type { Context } from '@/lib/db/transact'
import { reviewStamps } from '@/lib/queries/review-room'
import { eventStream } from './event-stream'
import { errorFields, log } from './log'

interface Watch {
  program: string
  number: number
  stamp: string | null
  listeners: Set<(stamp: string) => void>
}

interface Watches {
  byReview: Map<string, Watch>
  timer: NodeJS.Timeout | null
}

/** Next loads modules more than once in a process; whoever watches shares one question to the database. */
const shared = globalThis as typeof globalThis & { signalboxWatches?: Watches }

const PAUSE = 500
/**
 * A stream of server-sent events: the review's stamp, at once and whenever it changes. All who watch any review in this
 * process are served by one query every half second; nobody watching, no query.
 */
export function reviewStream(
  context: Context,
  review: { program: string; number: number },
  signal: AbortSignal,
): Response {
  return eventStream((send) => watch(context, review, send), signal)
}

function watch(
  context: Context,
  { program, number }: { program: string; number: number },
  listener: (stamp: string) => void,
): () => void {
  shared.signalboxWatches ??= { byReview: new Map(), timer: null }
  const watches = shared.signalboxWatches
  const id = `${program} ${number}`
  const known = watches.byReview.get(id) ?? { program, number, stamp: null, listeners: new Set() }
  watches.byReview.set(id, known)
  known.listeners.add(listener)
  if (known.stamp !== null) listener(known.stamp)
  watches.timer ??= setTimeout(() => void look(context, watches), 0)
  return () => {
    known.listeners.delete(listener)
    if (known.listeners.size === 0) watches.byReview.delete(id)
  }
}

async function look(context: Context, watches: Watches): Promise<void> {
  const asked = [...watches.byReview.values()]
  try {
    const stamps = await reviewStamps(context, asked)
    asked.forEach((one, index) => {
      const stamp = stamps[index] ?? null
      if (stamp === null || stamp === one.stamp) return
      one.stamp = stamp
      for (const listener of one.listeners) listener(stamp)
    })
  } catch (error) {
    // The screens ask by themselves meanwhile.
    log('error', 'review_stream.failed', errorFields(error))
  }
  watches.timer = watches.byReview.size === 0 ? null : setTimeout(() => void look(context, watches), PAUSE)
}
