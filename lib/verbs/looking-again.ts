import { sqlState, sqlStateOf } from '@/lib/db/errors'

const ATTEMPTS = 3

/**
 * Opening relies on a unique index, one open incident a criterion (semantics 11): whoever comes second finds on another
 * look the one that came first, and adds to it.
 */
export async function lookingAgain<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (sqlStateOf(error) !== sqlState.uniqueViolation || attempt === ATTEMPTS) throw error
    }
  }
}
