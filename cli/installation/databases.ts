import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { projectRoot } from './folder'
import { codeOf, PlainError } from './plain-error'

/** How a database stands to the migrations of this version. */
export type MigrationState =
  | { kind: 'current' }
  | { kind: 'behind'; missing: string[] }
  | { kind: 'ahead'; unknown: string[] }
  | { kind: 'broken'; failed: string[] }

const migrations = path.join(projectRoot, 'prisma/migrations')

const ownMigrations = (): string[] =>
  readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

/** Runs `work` on one connection and closes it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export function migrationState(url: string): Promise<MigrationState> {
  return withClient(url, async (client) => {
    const there = await client.query<{ there: boolean }>(
      `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`,
    )
    if (!there.rows[0]?.there) return { kind: 'behind', missing: ownMigrations() }
    const { rows } = await client.query<{ migration_name: string; finished: boolean }>(
      `SELECT migration_name, bool_or(finished_at IS NOT NULL AND rolled_back_at IS NULL) AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL GROUP BY 1 ORDER BY 1`,
    )
    const failed = rows.filter((row) => !row.finished).map((row) => row.migration_name)
    if (failed.length > 0) return { kind: 'broken', failed }
    const applied = new Set(rows.map((row) => row.migration_name))
    const own = ownMigrations()
    const unknown = [...applied].filter((name) => !own.includes(name))
    if (unknown.length > 0) return { kind: 'ahead', unknown }
    const missing = own.filter((name) => !applied.has(name))
    return missing.length > 0 ? { kind: 'behind', missing } : { kind: 'current' }
  })
}

/** Applies what is missing, with Prisma's own engine. `url` logs in as the owner of the tables. */
export function migrate(url: string): Promise<void> {
  const child = spawn(process.execPath, [path.join(projectRoot, 'cli/prisma/prisma.mjs'), 'migrate', 'deploy'], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new PlainError(`The database could not be migrated.\n${output.trim()}`))
    })
  })
}

const APP_LOGIN = 'signalbox_runtime'

export interface EmbeddedDatabase {
  /** As the owner of the tables: migrations alone. */
  ownerUrl: string
  /** As the app. */
  appUrl: string
}

export function databaseUrls(port: number, name: string, secrets: { owner: string; app: string }): EmbeddedDatabase {
  const url = (user: string, password: string): string => `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`
  return { ownerUrl: url('postgres', secrets.owner), appUrl: url(APP_LOGIN, secrets.app) }
}

/** Makes a database and brings it up to this version, with a login for the app that owns nothing. */
export async function ensureDatabase(
  port: number,
  name: string,
  secrets: { owner: string; app: string },
): Promise<EmbeddedDatabase & { migrated: boolean }> {
  const urls = databaseUrls(port, name, secrets)
  const { ownerUrl: maintenance } = databaseUrls(port, 'postgres', secrets)
  await withClient(maintenance, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch(ignoreExisting)
  })
  const state = await migrationState(urls.ownerUrl)
  if (state.kind === 'ahead') throw new PlainError(aheadSentence(state.unknown))
  const behind = state.kind !== 'current'
  if (behind) await migrate(urls.ownerUrl)
  await withClient(urls.ownerUrl, (client) => ensureAppLogin(client, secrets.app))
  return { ...urls, migrated: behind }
}

export const aheadSentence = (unknown: readonly string[]): string =>
  `The database was migrated by a newer Signalbox (${unknown.join(', ')}). Run that version, or restore an older backup.`

export async function dropDatabase(port: number, name: string, secrets: { owner: string; app: string }): Promise<void> {
  await withClient(databaseUrls(port, 'postgres', secrets).ownerUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
  )
}

async function ensureAppLogin(client: pg.Client, password: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [APP_LOGIN])
  if (rowCount !== 0) return
  await client
    .query(`CREATE ROLE ${APP_LOGIN} LOGIN PASSWORD ${pg.escapeLiteral(password)} IN ROLE signalbox_app`)
    .catch(ignoreExisting)
}

function ignoreExisting(error: unknown): void {
  const there = ['42P04', '42710', '23505']
  if (!there.includes(codeOf(error) ?? '')) throw error
}
