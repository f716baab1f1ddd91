import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openCheckpoint, readCheckpoint, signCheckpoint } from './checkpoint'
import { sha256 } from './digest'
import { assertion, passkey } from './fixtures/authenticator'
import { isKeyName, keyHash, makeSigningKey, parseVerifierKey, readSigningKey, verifierKey } from './key'
import vectors from './vectors/notes.json'
import { assertionFault } from './webauthn'
import { readCoseKey } from './cose'

const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-notes-'))
afterAll(() => rmSync(folder, { recursive: true }))

const made = (): { pem: string; key: NonNullable<ReturnType<typeof readSigningKey>> } => {
  const pem = makeSigningKey()
  const key = readSigningKey(pem)
  if (key === null) throw new Error('no key')
  return { pem, key }
}

const origin = 'signalbox/0123456789abcdef'
const [one, other] = [made(), made()]
const keys = [one, other].map(({ key }) => ({ name: origin, publicKey: key.publicKey }))
const checkpoint = { origin, size: 42, root: sha256('root') }
const note = signCheckpoint(checkpoint, [one.key])

describe('known answers', () => {
  it.each(vectors.keys)('reads the published key $vkey', ({ vkey, name, hash }) => {
    const key = parseVerifierKey(vkey)
    expect(key?.name).toBe(name)
    expect(key === null ? null : keyHash(key)).toBe(hash)
    expect(key === null ? null : verifierKey(key)).toBe(vkey)
  })

  it('reads, checks and writes the same checkpoint', () => {
    const { vkey, pem, note: known, size, root } = vectors.checkpoint
    const key = parseVerifierKey(vkey)
    const signer = readSigningKey(pem)
    if (key === null || signer === null) throw new Error('the vectors do not read')
    const opened = openCheckpoint(known, [key])
    expect(opened.ok && { size: opened.checkpoint.size, root: opened.checkpoint.root.toString('hex') }).toEqual({
      size,
      root,
    })
    expect(signCheckpoint({ origin: key.name, size, root: Buffer.from(root, 'hex') }, [signer])).toBe(known)
  })
})

describe('a checkpoint', () => {
  it('is three lines, a blank one, and a line for each signature', () => {
    expect(note.split('\n')).toEqual([
      origin,
      '42',
      sha256('root').toString('base64'),
      '',
      expect.stringMatching(`^— ${origin} `),
      '',
    ])
    expect(readCheckpoint(note)).toEqual(checkpoint)
  })

  it('is opened by every key that signed it, and by no others', () => {
    const both = signCheckpoint(checkpoint, [one.key, other.key])
    expect(openCheckpoint(both, keys)).toMatchObject({ ok: true, signedBy: keys })
    expect(openCheckpoint(both, keys.slice(0, 1))).toMatchObject({ ok: false, why: 'unknown_signer' })
    expect(openCheckpoint(note, keys.slice(1))).toMatchObject({ ok: false, why: 'unknown_signer' })
    expect(openCheckpoint(note, [])).toMatchObject({ ok: false, why: 'unknown_signer' })
  })

  it('does not open once a character of it is another', () => {
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.constantFrom(...Array.from('0123456789abXYZ+/=\n -—')), (at, char) => {
        fc.pre(note[at] !== char)
        expect(openCheckpoint(note.slice(0, at) + char + note.slice(at + 1), keys).ok).toBe(false)
      }),
    )
  })

  it.each([
    ['without signatures', `${origin}\n1\n${sha256('').toString('base64')}\n`],
    ['with a size of more than one form', note.replace('\n42\n', '\n042\n')],
    ['with a size that is no number', note.replace('\n42\n', '\n4e1\n')],
    ['with a short root', note.replace(sha256('root').toString('base64'), 'AAAA')],
    ['with a line more', note.replace('\n\n', '\nmore\n\n')],
    ['with a control character', note.replace('\n42', '\n\t42')],
    ['without its last line end', note.slice(0, -1)],
    ['with an ordinary dash', note.replace('—', '-')],
    ['of nothing', ''],
  ])('is none: %s', (_, text) => {
    expect(readCheckpoint(text)).toBeNull()
    expect(openCheckpoint(text, keys)).toMatchObject({ ok: false, why: 'no_checkpoint' })
  })
})

describe('keys', () => {
  it('are published with a hash that binds the name', () => {
    const [vkey = ''] = keys.map(verifierKey)
    expect(parseVerifierKey(vkey)).toEqual(keys[0])
    for (const damaged of [
      vkey.replace('signalbox', 'signalbux'),
      `${vkey}A`,
      vkey.replace('+', ''),
      vkey.slice(0, -2),
      '',
    ]) {
      expect(parseVerifierKey(damaged)).toBeNull()
    }
  })

  it('have names without spaces and plus signs', () => {
    expect(['signalbox/1', 'example.com/é'].map(isKeyName)).toEqual([true, true])
    expect(['', 'a b', 'a+b', 'a\nb', 'a\u0000'].map(isKeyName)).toEqual([false, false, false, false, false])
  })

  it('are read from PEM, with line ends or written as \\n, and nothing else is', () => {
    const { pem, key } = one
    expect(readSigningKey(pem.trim().replaceAll('\n', '\\n'))?.publicKey).toEqual(key.publicKey)
    expect(readSigningKey('no key')).toBeNull()
  })
})

/** What OpenSSL says of a signature; its own code, none of ours. */
function openssl(args: string[], files: Record<string, Uint8Array | string>): string {
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content)
  return spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' }).stdout.trim()
}

describe('OpenSSL', () => {
  const pemOf = (spki: Buffer): string =>
    `-----BEGIN PUBLIC KEY-----\n${spki.toString('base64')}\n-----END PUBLIC KEY-----\n`

  it('takes the Ed25519 signature of a checkpoint', () => {
    const text = note.slice(0, note.indexOf('\n\n') + 1)
    const signature = Buffer.from(/ (\S+)\n$/.exec(note)?.[1] ?? '', 'base64').subarray(4)
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), one.key.publicKey])
    const verify = (message: string): string =>
      openssl(['pkeyutl', '-verify', '-pubin', '-inkey', 'ed.pem', '-rawin', '-in', 'text', '-sigfile', 'sig'], {
        'ed.pem': pemOf(spki),
        text: message,
        sig: signature,
      })
    expect(verify(text)).toBe('Signature Verified Successfully')
    expect(verify(text.replace('42', '43'))).toMatch(/fail/i)
  })

  it('takes the ES256 signature of an assertion that we take', () => {
    const key = passkey(-7, 'openssl')
    const challenge = sha256('statement')
    const signed = assertion(key, { challenge, origin: 'https://a.example', rpId: 'a.example' })
    const expected = {
      challenge,
      publicKey: key.publicKey,
      algorithm: -7,
      origins: ['https://a.example'],
      rpIds: ['a.example'],
    }
    expect(assertionFault(signed, expected)).toBeNull()
    const part = (name: keyof typeof signed): Buffer => Buffer.from(signed[name], 'base64url')
    const cose = readCoseKey(Buffer.from(key.publicKey, 'base64url'))
    const message = Buffer.concat([part('authenticatorData'), sha256(part('clientDataJSON'))])
    const verify = (bytes: Buffer): string =>
      openssl(['dgst', '-sha256', '-verify', 'es.pem', '-signature', 'es.sig', 'message'], {
        'es.pem': cose?.key.export({ format: 'pem', type: 'spki' }) ?? '',
        'es.sig': part('signature'),
        message: bytes,
      })
    expect(verify(message)).toBe('Verified OK')
    expect(verify(sha256(message))).toBe('Verification failure')
  })
})
