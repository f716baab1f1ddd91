import pg from 'pg'
import { openDatabase } from '@/lib/db/database'
import { type Context, databaseClock } from '@/lib/db/transact'
import type { SignerPlace } from '@/lib/db/signer'
import { signerPlace } from '@/lib/db/signer-place'
import { type Env, env } from '@/lib/env'
import { aheadSentence, databaseUrls, ensureDatabase, type MigrationState, migrationState } from './databases'
import { DataFolder, type Secrets } from './folder'
import { codeOf, PlainError } from './plain-error'
import type { Tell } from './tell'
import { ensureServer, stopServer } from './postgres'
import { DEMO, demoSigner, ensureDemo } from './demo'

/** The database of this installation, as the app sees it. */
export interface Installation {
  url: string
  embedded: boolean
  demo: boolean
  secrets: Secrets
  folder: DataFolder
  /** Where the register's private key is. */
  signer: SignerPlace
  /** Port of the embedded server; null where the database is someone else's. */
  port: number | null
  /** Lets go of what opening it took: stops the embedded server if this process started it. */
  release(): Promise<void>
}

const MAIN = 'signalbox'

/** Opens the installation: the database of DATABASE_URL as it is, or the embedded one, made and migrated as needed. */
export async function openInstallation(tell: Tell = () => {}, settings: Env = env()): Promise<Installation> {
  const folder = new DataFolder(settings.SIGNALBOX_DATA)
  return settings.DATABASE_URL === undefined
    ? openEmbedded(folder, settings, tell)
    : openExternal(folder, settings.DATABASE_URL)
}

/** Whether this installation runs on its demo: wanted, and not removed. */
const runsDemo = (folder: DataFolder, { SIGNALBOX_DEMO }: Env): boolean => SIGNALBOX_DEMO && !folder.demoRemoved

async function openEmbedded(folder: DataFolder, settings: Env, tell: Tell): Promise<Installation> {
  folder.prepare()
  const secrets = folder.secrets()
  const server = await ensureServer({ folder: folder.path, password: secrets.owner, durable: true })
  tell(`Postgres 18 ${server.started ? 'started' : 'is running'} on port ${server.port}`)
  const demo = runsDemo(folder, settings)
  if (demo) await ensureDemo(server.port, secrets, demoSigner(folder), tell)
  const { appUrl, migrated } = await ensureDatabase(server.port, demo ? DEMO : MAIN, secrets)
  if (migrated) tell('Database migrated')
  return {
    url: appUrl,
    embedded: true,
    demo,
    secrets,
    folder,
    signer: demo ? demoSigner(folder) : signerPlace(folder.file('register.pem'), settings),
    port: server.port,
    release: async () => {
      if (server.started) await stopServer(folder.path)
    },
  }
}

async function openExternal(folder: DataFolder, url: string): Promise<Installation> {
  refuseUnfit(await stateOf(url))
  await refuseWithoutRole(url)
  folder.prepare()
  return {
    url,
    embedded: false,
    demo: false,
    secrets: folder.secrets(),
    folder,
    signer: signerPlace(folder.file('register.pem')),
    port: null,
    release: async () => {},
  }
}

async function stateOf(url: string): Promise<MigrationState> {
  try {
    return await migrationState(url)
  } catch (error) {
    throw new PlainError(`The database of DATABASE_URL cannot be used: ${connectionWords(error)}.`)
  }
}

function connectionWords(error: unknown): string {
  const known: Record<string, string> = {
    ECONNREFUSED: 'nothing answers at its address',
    ENOTFOUND: 'its host is not known',
    ERR_INVALID_URL: 'it is not a Postgres URL',
    '28P01': 'user or password is wrong',
    '28000': 'this user may not log in',
    '3D000': 'the database does not exist',
  }
  const code = codeOf(error) ?? ''
  return known[code] ?? (error instanceof Error ? error.message || code : String(error))
}

function refuseUnfit(state: MigrationState): void {
  if (state.kind === 'behind') {
    throw new PlainError(
      `The database is not migrated (missing: ${state.missing.join(', ')}). Run \`npx signalbox migrate\` with DATABASE_URL set to the owner of its tables.`,
    )
  }
  if (state.kind === 'ahead') throw new PlainError(aheadSentence(state.unknown))
  if (state.kind === 'broken') {
    throw new PlainError(
      `A migration failed half way (${state.failed.join(', ')}). Restore a backup, or repair it with \`prisma migrate resolve\`.`,
    )
  }
}

/** Every connection works as signalbox_app; whoever logs in must be allowed to. */
async function refuseWithoutRole(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, options: '-c role=signalbox_app' })
  try {
    await client.connect()
  } catch (error) {
    throw new PlainError(
      `The user of DATABASE_URL may not work as the role signalbox_app (${connectionWords(error)}). Grant it: GRANT signalbox_app TO <user>.`,
    )
  } finally {
    await client.end().catch(() => {})
  }
}

/** Opens the installation, works on it as its operator, and lets go of it. */
export async function onInstallation<T>(
  work: (context: Context, installation: Installation) => Promise<T>,
): Promise<T> {
  const installation = await openInstallation()
  const database = openDatabase(installation.url, 4)
  try {
    return await work({ database, clock: databaseClock }, installation)
  } finally {
    await database.close()
    await installation.release()
  }
}

/** One start at a time on a data folder: a lock in its server, which goes with the process that holds it. */
export async function claimFolder(installation: Installation): Promise<() => Promise<void>> {
  if (installation.port === null) return async () => {}
  const client = new pg.Client({
    connectionString: databaseUrls(installation.port, 'postgres', installation.secrets).ownerUrl,
    application_name: `signalbox start ${process.pid}`,
  })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock(23307) AS locked')
  if (rows[0]?.locked) return () => client.end().catch(() => {})
  await client.end()
  throw new PlainError(
    `The data folder ${installation.folder.path} is in use by another Signalbox. Stop that one, or set SIGNALBOX_DATA to another folder.`,
  )
}
