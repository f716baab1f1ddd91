import { createServer } from 'node:net'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { runBody, sample } from '@/e2e/harness/body'
import {
  removeInstallation,
  type RunningSignalbox,
  runCli,
  startSignalbox,
  temporaryFolder,
} from '@/e2e/harness/signalbox'
import { databaseUrls, withClient } from './installation/databases'

/** What the README promises of start, restart, kill and refusal. Needs a built app. */

const running: RunningSignalbox[] = []
const folders: string[] = []

afterEach(async () => {
  for (const one of running.splice(0)) await removeInstallation(one)
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

async function start(own: Record<string, string>): Promise<RunningSignalbox> {
  const started = await startSignalbox(own)
  running.push(started)
  return started
}

function folder(): string {
  const made = temporaryFolder()
  folders.push(made)
  return made
}

/** A refusal is a sentence and an exit code, without a stack. */
function expectSentence(result: { code: number; stderr: string }, sentence: RegExp): void {
  expect(result.stderr).toMatch(sentence)
  expect(result.stderr).not.toMatch(/\n\s+at /)
  expect(result.code).toBe(2)
}

async function upload(signalbox: RunningSignalbox, token: string, id: string): Promise<number> {
  const body = runBody({ id }, [
    sample('M-PERF-01A', 1_000, 'bytes', { observedAt: new Date(Date.now() - 1_000).toISOString() }),
  ])
  const answer = await fetch(`http://127.0.0.1:${signalbox.port}/api/v1/programs/asupersync-browser/runs`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  return answer.status
}

const createToken = async (signalbox: RunningSignalbox): Promise<string> =>
  (await signalbox.cli('token', 'create', '--program', 'asupersync-browser', '--name', 'CI', '--gated')).stdout.trim()

describe('npm start', () => {
  it('starts empty without the demo, says where to go, and keeps what it was given', async () => {
    const first = await start({ SIGNALBOX_DEMO: '0' })
    expect(first.output()).toMatch(/Program asupersync-browser loaded as revision 1/)
    expect(first.output()).toMatch(/Enter this code at \S+\/setup within a day: \w{4}-\w{4}-\w{4}-\w{4}/)
    const token = await createToken(first)
    expect(token).toMatch(/^sbx_/)
    expect(await upload(first, token, 'kept')).toBe(201)
    expect(await first.stop()).toBe(0)
    running.pop()

    const again = await start({ SIGNALBOX_DEMO: '0', SIGNALBOX_DATA: first.data })
    expect(again.output()).not.toMatch(/loaded as revision/)
    expect(await upload(again, token, 'kept')).toBe(409)
  })

  it('loses no accepted upload when everything is killed in the middle of uploads', async () => {
    const signalbox = await start({ SIGNALBOX_DEMO: '0' })
    const token = await createToken(signalbox)
    const accepted: string[] = []
    let sent = 0
    const sender = async (): Promise<void> => {
      for (;;) {
        const id = `run-${(sent += 1)}`
        const status = await upload(signalbox, token, id).catch(() => null)
        if (status === null) return
        if (status === 201) accepted.push(id)
      }
    }
    const senders = [sender(), sender(), sender(), sender()]
    await expect.poll(() => accepted.length, { timeout: 20_000 }).toBeGreaterThan(40)
    await signalbox.kill()
    await Promise.all(senders)
    running.pop()

    const again = await start({ SIGNALBOX_DEMO: '0', SIGNALBOX_DATA: signalbox.data })
    const { appUrl } = databaseUrls(postgresPort(again), 'signalbox', secretsOf(again))
    const { rows } = await withClient(appUrl, (client) =>
      client.query<{ id: string; uploads: number; samples: number; entries: number }>(
        `SELECT r.external_id AS id, count(DISTINCT u.id)::int AS uploads, count(s.*)::int AS samples, count(DISTINCT a.upload_id)::int AS entries
         FROM run r LEFT JOIN upload u ON u.run_id = r.id LEFT JOIN upload_answer a ON a.upload_id = u.id
         LEFT JOIN sample s ON s.upload_id = u.id GROUP BY 1`,
      ),
    )
    const stored = new Map(rows.map((row) => [row.id, row]))
    for (const id of accepted) expect(stored.get(id)).toMatchObject({ uploads: 1, samples: 1, entries: 1 })
    for (const row of rows) expect(row).toMatchObject({ uploads: 1, samples: 1, entries: 1 })
  })

  it('refuses a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    expectSentence(
      await runCli(['start'], { PORT: String(port), SIGNALBOX_DATA: folder() }),
      new RegExp(`Port ${port} is taken`),
    )
    server.close()
  })

  it('refuses a data folder that another Signalbox uses, and removes no demo from under it', async () => {
    const first = await start({ SIGNALBOX_DEMO: '0' })
    expectSentence(
      await runCli(['start'], { PORT: '3999', SIGNALBOX_DATA: first.data, SIGNALBOX_DEMO: '0' }),
      /in use by another Signalbox/,
    )
    expectSentence(await first.cli('demo', 'remove'), /is running on this data folder/)
  })

  it('refuses the cluster of another Postgres', async () => {
    const data = folder()
    mkdirSync(path.join(data, 'pg'))
    writeFileSync(path.join(data, 'pg/PG_VERSION'), '16\n')
    expectSentence(
      await runCli(['start'], { PORT: '3999', SIGNALBOX_DATA: data }),
      /is a Postgres 16 cluster; this Signalbox runs Postgres 18/,
    )
  })

  it('refuses a data folder that cannot be written', async () => {
    const file = path.join(folder(), 'a-file')
    writeFileSync(file, '')
    expectSentence(
      await runCli(['start'], { PORT: '3999', SIGNALBOX_DATA: path.join(file, 'data') }),
      /The data folder .* cannot be used/,
    )
  })

  it('refuses a damaged state before anything is started', async () => {
    const data = folder()
    writeFileSync(path.join(data, 'state.json'), '{"demoRemoved":')
    expectSentence(await runCli(['start'], { PORT: '3999', SIGNALBOX_DATA: data }), /state\.json is damaged/)
  })

  it('refuses settings that cannot be', async () => {
    expectSentence(await runCli(['start'], { PORT: 'many', SIGNALBOX_DATA: folder() }), /PORT/)
  })
})

describe('the demo', () => {
  it('lies in a database of its own and goes away with one command', async () => {
    const demo = await start({})
    expect(demo.output()).toMatch(/It shows its demo: the history is made up/)
    await demo.stop()
    running.pop()
    const removed = await demo.cli('demo', 'remove')
    expect(removed).toMatchObject({ code: 0, stdout: expect.stringMatching(/The demo is gone/) as string })
    const own = await start({ SIGNALBOX_DATA: demo.data })
    expect(own.output()).toMatch(/Nobody administers it yet/)
    const { ownerUrl } = databaseUrls(postgresPort(own), 'postgres', secretsOf(own))
    const { rows } = await withClient(ownerUrl, (client) =>
      client.query<{ datname: string }>("SELECT datname FROM pg_database WHERE datname LIKE 'signalbox%'"),
    )
    expect(rows).toEqual([{ datname: 'signalbox' }])
  })
})

describe('with DATABASE_URL', () => {
  let url: string

  beforeAll(async () => {
    const { port, ...secrets } = inject('postgres')
    const { ownerUrl } = databaseUrls(port, 'postgres', secrets)
    await withClient(ownerUrl, (client) => client.query('CREATE DATABASE external'))
    url = databaseUrls(port, 'external', secrets).ownerUrl
  })

  it('refuses an unmigrated database, migrates it when asked, runs on it, and refuses a newer one', async () => {
    const settings = { DATABASE_URL: url, SIGNALBOX_DATA: folder(), PORT: '3998' }
    expectSentence(await runCli(['start'], settings), /is not migrated .*npx signalbox migrate/s)
    expect(await runCli(['migrate'], settings)).toMatchObject({ code: 0, stdout: 'The database is migrated.\n' })
    expect(await runCli(['migrate'], settings)).toMatchObject({ code: 0, stdout: 'The database is up to date.\n' })

    const signalbox = await start(settings)
    expect(signalbox.output()).not.toMatch(/Postgres 18/)
    expect(await upload(signalbox, await createToken(signalbox), 'one'), signalbox.output()).toBe(201)
    await signalbox.stop()
    running.pop()

    await withClient(url, (client) =>
      client.query(
        "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_future', now())",
      ),
    )
    expectSentence(await runCli(['start'], settings), /migrated by a newer Signalbox \(29990101000000_future\)/)
  })

  it('says what is wrong with a database that cannot be reached', async () => {
    expectSentence(
      await runCli(['start'], {
        DATABASE_URL: 'postgresql://x:y@127.0.0.1:9/z',
        PORT: '3997',
        SIGNALBOX_DATA: folder(),
      }),
      /nothing answers at its address/,
    )
    expectSentence(
      await runCli(['start'], { DATABASE_URL: 'not a url', PORT: '3997', SIGNALBOX_DATA: folder() }),
      /DATABASE_URL/,
    )
  })
})

const postgresPort = (signalbox: RunningSignalbox): number => Number(/on port (\d+)/.exec(signalbox.output())?.[1])

function secretsOf({ data }: RunningSignalbox): { owner: string; app: string } {
  return JSON.parse(readFileSync(path.join(data, 'secrets.json'), 'utf8')) as { owner: string; app: string }
}
