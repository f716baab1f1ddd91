import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import type { TokenActor } from '@/lib/auth/actor'
import { operator } from '@/lib/auth/actor'
import { openDatabase } from '@/lib/db/database'
import type { Context } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import { storeDefinition } from '@/lib/verbs/program/store'
import { databaseUrls, dropDatabase, withClient } from '../../cli/installation/databases'
import { bundledProgram } from '../../cli/installation/bundled'

/** A database of a test file's own, and a clock that the tests set. */
export interface TestDatabase {
  context: Context
  ownerUrl: string
  appUrl: string
  /** Sets the time; the next transaction reads it. */
  setNow(now: Instant | string): void
  now(): Instant
  close(): Promise<void>
}

/** Clones the migrated template; closed and dropped after the test file. */
export async function testDatabase(now: Instant | string = Date.now()): Promise<TestDatabase> {
  const { port, ...secrets } = inject('postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  await withClient(databaseUrls(port, 'postgres', secrets).ownerUrl, (client) =>
    client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template STRATEGY wal_log`),
  )
  const urls = databaseUrls(port, name, secrets)
  const database = openDatabase(urls.appUrl, 10)
  let clock = typeof now === 'string' ? Date.parse(now) : now
  const close = async (): Promise<void> => {
    await database.close()
    await dropDatabase(port, name, secrets)
  }
  afterAll(close)
  return {
    ...urls,
    context: { database, clock: async () => clock },
    now: () => clock,
    setNow(next) {
      clock = typeof next === 'string' ? Date.parse(next) : next
    },
    close,
  }
}

/** A program in force, and a token that may upload gated runs. */
export async function withProgram(test: TestDatabase, source: string = bundledProgram()): Promise<TokenActor> {
  const { slug } = await storeDefinition(test.context, operator, source)
  const program = await test.context.database.prisma.program.findUniqueOrThrow({ where: { slug } })
  return tokenFor(test, program.id, { gated: true })
}

export async function tokenFor(
  test: TestDatabase,
  program: number,
  { gated }: { gated: boolean },
): Promise<TokenActor> {
  const token = await test.context.database.prisma.apiToken.create({
    data: {
      programId: program,
      name: 'test',
      hash: randomBytes(32),
      hint: 'sbx_test',
      scope: 'upload',
      gated,
      createdBy: 'operator',
      createdAt: new Date(test.now()),
    },
  })
  return { kind: 'token', token: token.id, program, scope: 'upload', gated }
}
