import { env } from '@/lib/env'
import { aheadSentence, migrate, migrationState } from '../installation/databases'
import { PlainError } from '../installation/plain-error'
import type { Command } from '../command'

const help = `signalbox migrate

Brings the database of DATABASE_URL up to this version. MIGRATION_DATABASE_URL, where set, is used instead: the owner
of the tables, while the app itself logs in as a user that owns nothing (GRANT signalbox_app TO that user).
The same migrations work with \`prisma migrate deploy\`.`

export const command: Command = async (args) => {
  if (args.includes('--help')) {
    console.log(help)
    return 0
  }
  const { DATABASE_URL, MIGRATION_DATABASE_URL } = env()
  const url = MIGRATION_DATABASE_URL ?? DATABASE_URL
  if (url === undefined)
    throw new PlainError('DATABASE_URL is not set. The embedded database migrates itself at the start.')
  const state = await migrationState(url)
  if (state.kind === 'ahead') throw new PlainError(aheadSentence(state.unknown))
  if (state.kind === 'current') {
    console.log('The database is up to date.')
    return 0
  }
  await migrate(url)
  console.log('The database is migrated.')
  return 0
}
