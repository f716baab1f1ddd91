import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { madeDecision } from '@/lib/register/fixtures/decision'
import { command } from './commands/verify'

const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: Uint8Array | string): string => {
  const at = path.join(folder, name)
  writeFileSync(at, content)
  return at
}

const { bytes, trustFile } = madeDecision()
const bundle = file('bundle.json', bytes)
const trust = file('trust.json', JSON.stringify(trustFile, null, 2))

let said: string[]
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void said.push(String(line)))
})
afterEach(() => {
  vi.restoreAllMocks()
})
const words = (): string => said.join('\n')

describe('signalbox verify', () => {
  it('says yes, what was decided, and what cannot be known', async () => {
    expect(await command([bundle, '--trust', trust])).toBe(0)
    expect(words()).toMatch(
      /^Verified:.*Promotion D-1, round 1, of Pump: approved.*approve architect: Name of architect, signed by passkey.*cannot be known offline/s,
    )
  })

  it('is consistent, signer unknown, and no without a trust file', async () => {
    expect(await command([bundle])).toBe(1)
    expect(words()).toMatch(/^Consistent, signer unknown/)
  })

  it('names the first thing that is wrong, in words and as JSON', async () => {
    const damaged = file('damaged.json', bytes.toString().replace('architect has read it', 'architect has not read it'))
    expect(await command([damaged, '--trust', trust])).toBe(1)
    expect(words()).toBe(
      'Wrong: The rationale is not the one that was signed. (at votes.0.rationale)\nCode: vote_rationale',
    )
    said = []
    expect(await command([damaged, '--trust', trust, '--json'])).toBe(1)
    expect(JSON.parse(words())).toMatchObject({
      verdict: 'wrong',
      wrong: { code: 'vote_rationale', at: 'votes.0.rationale' },
    })
  })

  it('tells usage and unreadable files apart from a no', async () => {
    expect(await command([])).toBe(2)
    expect(await command(['--help'])).toBe(0)
    await expect(command([path.join(folder, 'gone.json')])).rejects.toMatchObject({ exitCode: 2 })
    await expect(command([bundle, '--trust', bundle])).rejects.toMatchObject({ exitCode: 2 })
    const foreign = {
      ...trustFile,
      registers: [{ origin: 'signalbox/other', keys: trustFile.registers[0]?.keys ?? [] }],
    }
    await expect(command([bundle, '--trust', file('foreign.json', JSON.stringify(foreign))])).rejects.toThrow(
      /another's/,
    )
  })

  it('lets no control character of a bundle reach the terminal', async () => {
    const { bytes: sly, trustFile: own } = madeDecision({
      packet: (packet) => ({ ...packet, question: 'Yes?\u001b[2J\nverified' }),
    })
    expect(await command([file('sly.json', sly), '--trust', file('own.json', JSON.stringify(own))])).toBe(0)
    expect(said.some((line) => line.includes('\u001b'))).toBe(false)
  })
})
