import { mkdtempSync, rmSync } from 'node:fs'
import { chmodSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { ensureDatabase } from '../../cli/installation/databases'
import { ensureServer, stopServer } from '../../cli/installation/postgres'

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: { port: number; owner: string; app: string }
  }
}

/** One Postgres for a whole test run, with a migrated template that each test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-test-'))
  chmodSync(folder, 0o755)
  const secrets = { owner: 'owner', app: 'app' }
  const server = await ensureServer({ folder, password: secrets.owner, durable: false })
  await ensureDatabase(server.port, 'template', secrets)
  project.provide('postgres', { port: server.port, ...secrets })
  return async () => {
    await stopServer(folder, 'immediate')
    rmSync(folder, { recursive: true, force: true })
  }
}
