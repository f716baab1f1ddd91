import { describe, expect, it } from 'vitest'
import { entryBytes, entryDigest } from './entry'

const head = { type: 'token.revoked', actor: 'token:3', program: 'asupersync-browser', at: '2026-11-22T19:33:28.000Z' }

describe('a register entry', () => {
  it('is the canonical form of head and payload, as bytes', () => {
    expect(entryBytes(head, { token: 3 }).toString('utf8')).toBe(
      '{"actor":"token:3","at":"2026-11-22T19:33:28.000Z","payload":{"token":3},"program":"asupersync-browser","type":"token.revoked"}',
    )
    expect(entryBytes({ ...head, program: null }, {}).toString('utf8')).toContain('"payload":{},"program":null')
  })

  it('has the SHA-256 of those bytes as its digest', () => {
    expect(entryDigest(head, { token: 3 }).toString('hex')).toBe(
      '6d0d4988e74585296073f2c4905ad764c86b9ff783fe18d7a40ba4d4120e2b33',
    )
  })

  it('has another digest as soon as anything in it differs', () => {
    const digest = (over: Partial<typeof head>, token = 3): string =>
      entryDigest({ ...head, ...over }, { token }).toString('hex')
    const all = [
      digest({}),
      digest({ type: 'token.created' }),
      digest({ actor: 'token:4' }),
      digest({ program: 'other' }),
      digest({ at: '2026-11-22T19:33:28.001Z' }),
      digest({}, 4),
    ]
    expect(new Set(all).size).toBe(all.length)
  })
})
