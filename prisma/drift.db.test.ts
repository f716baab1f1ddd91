import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '@/e2e/harness/database'
import { projectRoot } from '../cli/installation/folder'

/** Exit code of `prisma migrate diff`: 0 where migrations and schema say the same, 2 where they differ. */
async function diff(schema: string): Promise<number | null> {
  const { ownerUrl } = await testDatabase()
  const prisma = path.join(projectRoot, 'cli/prisma/prisma.mjs')
  const args = ['migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', schema, '--exit-code']
  return spawnSync(process.execPath, [prisma, ...args], {
    cwd: projectRoot,
    env: { ...process.env, DATABASE_URL: ownerUrl },
  }).status
}

describe('schema and migrations', () => {
  it('say the same', async () => {
    expect(await diff('prisma/schema.prisma')).toBe(0)
  })

  it('are caught when they drift apart', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-drift-'))
    const schema = path.join(folder, 'schema.prisma')
    const source = readFileSync(path.join(projectRoot, 'prisma/schema.prisma'), 'utf8')
    writeFileSync(schema, source.replace('model Installation {', 'model Installation {\n  extra Int?'))
    expect(await diff(schema)).toBe(2)
    rmSync(folder, { recursive: true })
  })
})
