import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { databaseUrls, withClient } from '../cli/installation/databases'
import { projectRoot } from '../cli/installation/folder'
import { freePort } from '../cli/installation/postgres'
import { removeInstallation, type RunningSignalbox, startSignalbox } from '../e2e/harness/signalbox'
import { ingest } from './ingest'
import { send } from './measure'
import { read } from './read'

/**
 * npm run bench [-- --seconds 3 --rounds 3 --only ingest|read]
 *
 * Starts what it measures: Signalbox on a durable Postgres of its own, a bare table on that same server, a bare page of
 * the same Next. Everything on loopback, everything gone at the end.
 */

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
  },
})
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)]

const run = (args: string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}`))))
  })

async function bareDatabase(signalbox: RunningSignalbox): Promise<string> {
  const secrets = JSON.parse(readFileSync(path.join(signalbox.data, 'secrets.json'), 'utf8')) as {
    owner: string
    app: string
  }
  const port = Number(/on port (\d+)/.exec(signalbox.output())?.[1])
  await withClient(databaseUrls(port, 'postgres', secrets).ownerUrl, (client) => client.query('CREATE DATABASE bench'))
  return databaseUrls(port, 'bench', secrets).ownerUrl
}

async function barePage(): Promise<{ url: URL; stop: () => void }> {
  const [next, folder] = ['node_modules/next/dist/bin/next', 'bench/bare']
  // By webpack: Turbopack takes the proxy and the instrumentation of the folder above into this app.
  await run([next, 'build', folder, '--webpack'])
  const port = (await freePort(0)) ?? 0
  const child = spawn(process.execPath, [next, 'start', folder, '-H', '127.0.0.1', '-p', String(port)], {
    cwd: projectRoot,
    stdio: 'ignore',
  })
  const url = new URL(`http://127.0.0.1:${port}/`)
  const answers = (): Promise<boolean> =>
    send({ method: 'GET', url }).then(
      (status) => status === 200,
      () => false,
    )
  while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, 100))
  return { url, stop: () => child.kill() }
}

/** The session cookie of a demo account, as a browser would get it. */
async function signIn({ url }: RunningSignalbox): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`)
  const cookies = csrf.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const answer = await fetch(`${url}/api/auth/callback/demo`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: url, Cookie: cookies.join('; '), 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, account: 'viewer', json: 'true' }),
  })
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

async function measureIngest(): Promise<void> {
  const signalbox = await startSignalbox({ SIGNALBOX_DEMO: '0', SIGNALBOX_UPLOADS_PER_MINUTE: '1000000000' })
  try {
    await signalbox.cli('program', 'load', 'bench/program.yaml')
    const token = (
      await signalbox.cli('token', 'create', '--program', 'bench', '--name', 'bench', '--gated')
    ).stdout.trim()
    const bareUrl = await bareDatabase(signalbox)
    console.log(
      `\n## Ingest\n\n${await ingest({ url: `http://127.0.0.1:${signalbox.port}`, token, bareUrl, seconds, rounds })}`,
    )
  } finally {
    await removeInstallation(signalbox)
  }
}

async function measureRead(): Promise<void> {
  const signalbox = await startSignalbox({})
  const bare = await barePage()
  try {
    const base = `http://127.0.0.1:${signalbox.port}`
    const cookie = { Cookie: await signIn(signalbox), Host: new URL(signalbox.url).host }
    const program = '/asupersync-browser'
    const token = (
      await signalbox.cli('token', 'create', '--program', 'asupersync-browser', '--name', 'bench', '--scope', 'read')
    ).stdout.trim()
    const page = (name: string, to: string) => ({
      name,
      request: { method: 'GET' as const, url: new URL(`${program}${to}`, base), headers: cookie },
    })
    const api = {
      method: 'GET' as const,
      url: new URL(`/api/v1/programs${program}/scoreboard`, base),
      headers: { Authorization: `Bearer ${token}` },
    }
    const paths = [
      page('scoreboard page', '/scoreboard'),
      page('metric page', '/metrics/M-PERF-02'),
      page('run page', '/runs/2'),
      { name: 'scoreboard API', request: api },
    ]
    console.log(`\n## Read\n\n${await read({ bare: bare.url, paths, seconds, rounds })}`)
  } finally {
    bare.stop()
    await removeInstallation(signalbox)
  }
}

console.log(
  `Node ${process.version}, ${os.cpus().length} cores, ${rounds} interleaved rounds of ${seconds} s. Ratios tell; absolutes move with the machine.`,
)
if (values.only !== 'read') await measureIngest()
if (values.only !== 'ingest') await measureRead()
process.exit()
