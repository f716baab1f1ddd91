import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type Mischief, type SoftAssertion, softAuthenticator } from '@/e2e/harness/authenticator'
import { softRegistration } from '@/e2e/harness/enrolment'
import { enrolmentOptions, PasskeyFault, verifyAssertion, verifyEnrolment } from './passkeys'

const party = { origin: 'https://signals.example', id: 'signals.example' }
const challenge = randomBytes(32)

const mischiefs: [string, Mischief][] = [
  ['of another origin', { origin: 'https://signals.example.evil.test' }],
  ['of another port', { origin: 'https://signals.example:8443' }],
  ['made in a frame', { crossOrigin: true }],
  ['for another relying party', { rpId: 'example' }],
  ['without presence', { userPresent: false }],
  ['without verification of the user', { userVerified: false }],
]

describe('enrolmentOptions', () => {
  it('asks for a verified user, no attestation, and the three algorithms', async () => {
    const person = { user: '00000000-0000-4000-8000-000000000001', name: 'Ada' }
    const options = await enrolmentOptions({ person, keys: [{ id: 'AAAA', transports: ['usb'] }], challenge }, party)
    expect(options).toMatchObject({
      challenge: challenge.toString('base64url'),
      rp: { id: party.id },
      attestation: 'none',
      authenticatorSelection: { userVerification: 'required' },
      excludeCredentials: [{ id: 'AAAA' }],
    })
    expect(options.pubKeyCredParams.map(({ alg }) => alg)).toEqual([-8, -7, -257])
  })
})

describe.each(['ES256', 'EdDSA'] as const)('an enrolment of %s', (algorithm) => {
  const key = softAuthenticator(algorithm)
  const registered = (mischief?: Mischief) =>
    softRegistration(key, challenge.toString('base64url'), { origin: party.origin, ...mischief })

  it('gives the key as it is kept', async () => {
    expect(await verifyEnrolment(registered(), challenge, party)).toEqual({
      id: key.credentialId,
      publicKey: key.publicKey,
      algorithm: key.algorithm,
      transports: ['internal'],
    })
  })

  it.each([...mischiefs, ['of another ceremony', { type: 'webauthn.get' }]] satisfies typeof mischiefs)(
    '%s is refused',
    async (_, mischief) => {
      await expect(verifyEnrolment(registered(mischief), challenge, party)).rejects.toThrow(PasskeyFault)
    },
  )

  it('for another challenge is refused', async () => {
    await expect(verifyEnrolment(registered(), randomBytes(32), party)).rejects.toThrow(PasskeyFault)
  })

  it.each([null, {}, 'text', { ...registered(), response: {} }, { ...registered(), id: '??' }])(
    'of another form is refused: %#',
    async (answer) => {
      await expect(verifyEnrolment(answer, challenge, party)).rejects.toThrow(PasskeyFault)
    },
  )
})

const answerOf = (id: string, response: SoftAssertion) => ({ id, rawId: id, type: 'public-key', response })

describe.each(['ES256', 'EdDSA'] as const)('an assertion by %s', (algorithm) => {
  const key = softAuthenticator(algorithm)
  const asked = { challenge, key: { id: key.credentialId, publicKey: key.publicKey, algorithm: key.algorithm } }
  const signed = (mischief?: Mischief) => key.assert(challenge, party.origin, { rpId: party.id, ...mischief })
  const verify = (response: SoftAssertion, other: Partial<typeof asked> = {}) =>
    verifyAssertion(answerOf(key.credentialId, response), { ...asked, ...other }, party)

  it('that holds gives its raw parts, to be kept', async () => {
    const response = signed()
    expect(await verify(response)).toEqual(response)
  })

  it('is not held back by any counter', async () => {
    for (const counter of [0, 1, 7, 0]) await expect(verify(signed({ counter }))).resolves.toBeDefined()
  })

  it.each([...mischiefs, ['of another ceremony', { type: 'webauthn.create' }]] satisfies typeof mischiefs)(
    '%s is refused',
    async (_, mischief) => {
      await expect(verify(signed(mischief))).rejects.toThrow(PasskeyFault)
    },
  )

  it('is refused for another challenge, by another key, or under another algorithm', async () => {
    const response = signed()
    const stranger = softAuthenticator(algorithm)
    await expect(verify(response, { challenge: randomBytes(32) })).rejects.toThrow(PasskeyFault)
    await expect(verify(stranger.assert(challenge, party.origin))).rejects.toThrow(PasskeyFault)
    await expect(verify(response, { key: { ...asked.key, id: stranger.credentialId } })).rejects.toThrow(/another key/)
    await expect(
      verify(response, { key: { ...asked.key, algorithm: key.algorithm === -7 ? -8 : -7 } }),
    ).rejects.toThrow(/algorithm/)
  })

  it.each(['clientDataJSON', 'authenticatorData', 'signature'] as const)(
    'is refused where any bit of its %s is turned',
    async (part) => {
      const response = signed()
      const bytes = Buffer.from(response[part], 'base64url')
      for (let at = 0; at < bytes.length; at += 3) {
        const turned = Buffer.from(bytes)
        turned[at] = (turned[at] ?? 0) ^ 0x01
        await expect(verify({ ...response, [part]: turned.toString('base64url') }), `byte ${at}`).rejects.toThrow(
          PasskeyFault,
        )
      }
    },
  )
})

describe('an assertion by RS256', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const n = Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url')
  // { 1: 3, 3: -257, -1: n, -2: 65537 } in CBOR.
  const cose = Buffer.concat([
    Buffer.from([0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59, n.length >> 8, n.length & 0xff]),
    n,
    Buffer.from([0x21, 0x43, 0x01, 0x00, 0x01]),
  ])
  const asked = { challenge, key: { id: 'cnNh', publicKey: cose, algorithm: -257 } }

  it('holds, and does not once its challenge is another', async () => {
    const template = softAuthenticator().assert(challenge, party.origin)
    const data = Buffer.from(template.authenticatorData, 'base64url')
    const client = createHash('sha256').update(Buffer.from(template.clientDataJSON, 'base64url')).digest()
    const signature = createSign('sha256')
      .update(Buffer.concat([data, client]))
      .sign(privateKey)
      .toString('base64url')
    const answer = answerOf('cnNh', { ...template, signature })
    expect(await verifyAssertion(answer, asked, party)).toEqual({ ...template, signature })
    await expect(verifyAssertion(answer, { ...asked, challenge: randomBytes(32) }, party)).rejects.toThrow(PasskeyFault)
  })
})
