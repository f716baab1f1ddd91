import { execFileSync } from 'node:child_process'
import { chownSync, statSync } from 'node:fs'
import path from 'node:path'
import { PlainError } from './plain-error'

/** How to run a program of the database server: Postgres refuses to run as root, so root borrows another user. */
export interface ServerUser {
  /** The command line and the spawn options that run `file` as this user. */
  command(
    file: string,
    args: readonly string[],
  ): { file: string; args: string[]; options: { uid?: number; gid?: number } }
  own(target: string): void
}

const self: ServerUser = {
  command: (file, args) => ({ file, args: [...args], options: {} }),
  own: () => {},
}

/** The user that runs the server: oneself, or the user `postgres` (made if missing) where oneself is root. */
export function serverUser(paths: readonly string[]): ServerUser {
  if (process.getuid?.() !== 0) return self
  const { uid, gid } = postgresUser()
  const own = (target: string): void => chownSync(target, uid, gid)
  const closed = paths.map((one) => closedParent(one)).find((found) => found !== null)
  if (closed === undefined) return { own, command: (file, args) => ({ file, args: [...args], options: { uid, gid } }) }

  // Root's own folders are often closed to others. The server gets the one capability it needs to pass through them.
  const passing = [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
  ]
  try {
    execFileSync('setpriv', [...passing, 'true'], { stdio: 'ignore' })
  } catch {
    throw new PlainError(
      `Postgres runs as the user "postgres", who cannot enter ${closed}. Run Signalbox as an ordinary user, or put the project and SIGNALBOX_DATA where every user may pass.`,
    )
  }
  return { own, command: (file, args) => ({ file: 'setpriv', args: [...passing, file, ...args], options: {} }) }
}

/** The first folder above `target` that other users may not enter. */
function closedParent(target: string): string | null {
  for (let folder = path.dirname(target); ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return folder
    if (folder === path.dirname(folder)) return null
  }
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    makePostgresUser()
    return { uid: id('-u'), gid: id('-g') }
  }
}

function makePostgresUser(): void {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', 'postgres']],
    ['adduser', ['-S', '-D', '-H', 'postgres']],
  ]
  for (const [file, args] of ways) {
    try {
      execFileSync(file, args, { stdio: 'ignore' })
      return
    } catch {
      // The other way, or the sentence below.
    }
  }
  throw new PlainError(
    'Postgres does not run as root, and the user "postgres" could not be made. Run Signalbox as an ordinary user.',
  )
}
