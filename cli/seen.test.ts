import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { signCheckpoint } from '@/lib/register/checkpoint'
import { sha256 } from '@/lib/register/digest'
import { registerKey } from '@/lib/register/fixtures/decision'
import { consistencyPlan, GrowingTree, leafHash } from '@/lib/register/merkle'

const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-seen-'))
const file = path.join(folder, 'deeper', 'checkpoints.json')
vi.mock('@/lib/env', () => ({ env: () => ({ SIGNALBOX_CHECKPOINTS: file }) }))
const { compareWithSeen } = await import('./seen')

/** A register of nine entries that proves what it is asked. */
const tree = new GrowingTree()
const nodes = new Map<string, Buffer>()
const roots = [tree.root]
for (let index = 0; index < 9; index += 1) {
  for (const { level, index: at, hash } of tree.append(leafHash(Buffer.of(index)))) nodes.set(`${level}/${at}`, hash)
  roots.push(tree.root)
}
const note = (size: number, root = roots[size] ?? sha256('')): string =>
  signCheckpoint({ origin: 'signalbox/a', size, root }, [registerKey])

let server: http.Server
let url: string
beforeAll(async () => {
  server = http.createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams
    const hashes = consistencyPlan(Number(query.get('from')), Number(query.get('to'))).hashes(
      ({ level, index }) => nodes.get(`${level}/${index}`) ?? sha256(''),
    )
    response.end(JSON.stringify({ path: hashes.map((hash) => hash.toString('hex')) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => rmSync(file, { force: true }))

const remembered = (): unknown => (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>)[url]
const loud = { exitCode: 1, message: expect.stringMatching(/DOES NOT AGREE/) as string }

describe('the checkpoints of a server', () => {
  it('are remembered, and may grow where the server proves it', async () => {
    await compareWithSeen(url, null, false)
    for (const size of [3, 3, 7]) {
      await compareWithSeen(url, note(size), false)
      expect(remembered()).toBe(note(size))
    }
  })

  it('stay at the larger one when a process that is behind answers', async () => {
    await compareWithSeen(url, note(7), false)
    await compareWithSeen(url, note(3), false)
    expect(remembered()).toBe(note(7))
  })

  it.each([
    ['another root of the same size', note(3), note(3, sha256('x'))],
    ['a larger register that does not begin with what was seen', note(3, sha256('x')), note(7)],
    ['a larger root that its server cannot prove', note(3), note(7, sha256('x'))],
    ['what is no checkpoint', note(3), 'hello'],
  ])('raise the alarm and are not forgotten: %s', async (_, before, after) => {
    await compareWithSeen(url, before, false)
    await expect(compareWithSeen(url, after, false)).rejects.toMatchObject(loud)
    expect(remembered()).toBe(before)
  })

  it('raise the alarm where the server does not answer for its past', async () => {
    await compareWithSeen('http://127.0.0.1:9', note(3), false)
    await expect(compareWithSeen('http://127.0.0.1:9', note(7), false)).rejects.toMatchObject(loud)
  })

  it('are taken anew where someone says so', async () => {
    await compareWithSeen(url, note(3), false)
    await compareWithSeen(url, note(3, sha256('x')), true)
    expect(remembered()).toBe(note(3, sha256('x')))
  })

  it('are not taken for none where the memory of them is damaged', async () => {
    await compareWithSeen(url, note(3), false)
    writeFileSync(file, '{')
    await expect(compareWithSeen(url, note(3), false)).rejects.toMatchObject({ exitCode: 2 })
  })
})
