import { env } from '@/lib/env'
import { openDatabase } from './database'
import { type Context, databaseClock } from './transact'

/** Next loads modules more than once in a process; the pool must be one. */
const shared = globalThis as typeof globalThis & { signalboxContext?: Context }

/** The app's database and the database's clock. */
export function appContext(): Context {
  if (shared.signalboxContext === undefined) {
    const { DATABASE_URL, SIGNALBOX_POOL } = env()
    if (DATABASE_URL === undefined) throw new Error('DATABASE_URL is not set: start Signalbox with `npm start`')
    shared.signalboxContext = { database: openDatabase(DATABASE_URL, SIGNALBOX_POOL), clock: databaseClock }
  }
  return shared.signalboxContext
}
