import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { chromium } from '@playwright/test'

/** A Chromium for the journeys: what is there first, then what can be had. */

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

function installed(): string | null {
  const found = names.flatMap((name) =>
    (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name)),
  )
  return [...found, ...places].find((file) => existsSync(file)) ?? null
}

function playwrightsOwn(): string | null {
  const file = chromium.executablePath()
  return existsSync(file) ? file : null
}

const succeeds = (file: string, args: string[], timeout: number): boolean =>
  spawnSync(file, args, { stdio: 'ignore', timeout }).status === 0

function fromPlaywright(): string | null {
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')), 'cli.js')
  return succeeds(process.execPath, [cli, 'install', 'chromium'], 300_000) ? playwrightsOwn() : null
}

function fromDebian(): string | null {
  if (process.getuid?.() !== 0) return null
  const options = { DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args: string[]): boolean =>
    spawnSync('apt-get', args, { stdio: 'ignore', timeout: 600_000, env: { ...process.env, ...options } }).status === 0
  return apt(['update']) && apt(['install', '-y', '--no-install-recommends', 'chromium']) ? installed() : null
}

/** A Chromium that comes whole inside a registry package. */
function fromRegistry(): string | null {
  const folder = path.join(os.tmpdir(), 'signalbox-browser')
  mkdirSync(folder, { recursive: true })
  if (!succeeds('npm', ['install', '--prefix', folder, '--no-save', '@sparticuz/chromium@153.0.0'], 300_000))
    return null
  const script = "import c from '@sparticuz/chromium'; console.log(await c.executablePath())"
  try {
    return (
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, encoding: 'utf8' }).trim() ||
      null
    )
  } catch {
    return null
  }
}

/** The browser to test with; installs one where there is none. Throws with what to do where none can be had. */
export function ensureBrowser(tell: (line: string) => void): string {
  const asked = process.env.SIGNALBOX_BROWSER
  if (asked !== undefined && asked !== '') return asked
  const there = installed() ?? playwrightsOwn()
  if (there !== null) return there
  tell('No Chromium here; installing one for the browser tests')
  const had = fromPlaywright() ?? fromDebian() ?? fromRegistry()
  if (had !== null) return had
  throw new Error('No Chromium could be installed. Install one and set SIGNALBOX_BROWSER to its path.')
}

/** How Chromium is started: without a sandbox where that is root's, and without calling home. */
export const browserArgs = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]
