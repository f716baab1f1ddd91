import { createHash } from 'node:crypto'
import type { UserActor } from '@/lib/auth/actor'
import { relyingParty } from '@/lib/auth/passkeys'
import { confirmPasskey } from '@/lib/verbs/passkey/confirm'
import { enrolPasskey } from '@/lib/verbs/passkey/enrol'
import { startEnrolment } from '@/lib/verbs/passkey/start-enrolment'
import { type Mischief, type SoftAuthenticator, softAuthenticator } from './authenticator'
import type { TestDatabase } from './database'

/** What a browser sends after `navigator.credentials.create`. */
interface SoftRegistration {
  id: string
  rawId: string
  type: 'public-key'
  response: { clientDataJSON: string; attestationObject: string; transports: string[] }
}

/** The answer of an authenticator in software to an enrolment, without attestation. */
export function softRegistration(
  { credentialId, publicKey }: SoftAuthenticator,
  challenge: string,
  { origin = relyingParty().origin, ...mischief }: Mischief & { origin?: string } = {},
): SoftRegistration {
  const clientData = JSON.stringify({
    type: mischief.type ?? 'webauthn.create',
    challenge,
    origin,
    crossOrigin: mischief.crossOrigin ?? false,
  })
  const { rpId = new URL(origin).hostname, userPresent = true, userVerified = true } = mischief
  const id = Buffer.from(credentialId, 'base64url')
  const flags = 0x40 | (userPresent ? 0x01 : 0) | (userVerified ? 0x04 : 0)
  const data = Buffer.concat([
    createHash('sha256').update(rpId).digest(),
    Buffer.from([flags, 0, 0, 0, mischief.counter ?? 0]),
    Buffer.alloc(16),
    Buffer.from([0, id.length]),
    id,
    publicKey,
  ])
  return {
    id: credentialId,
    rawId: credentialId,
    type: 'public-key',
    response: {
      clientDataJSON: Buffer.from(clientData).toString('base64url'),
      attestationObject: withoutAttestation(data).toString('base64url'),
      transports: ['internal'],
    },
  }
}

/** { fmt: "none", attStmt: {}, authData } in CBOR. */
function withoutAttestation(data: Buffer): Buffer {
  const word = (text: string): Buffer => Buffer.concat([Buffer.from([0x60 | text.length]), Buffer.from(text)])
  const length = Buffer.from([0x59, data.length >> 8, data.length & 0xff])
  const head = [word('fmt'), word('none'), word('attStmt'), Buffer.from([0xa0]), word('authData')]
  return Buffer.concat([Buffer.from([0xa3]), ...head, length, data])
}

/** Someone's new key, enrolled and not yet confirmed. */
export async function enrolled(
  { context }: TestDatabase,
  actor: UserActor,
  key: SoftAuthenticator = softAuthenticator(),
): Promise<SoftAuthenticator> {
  const { challenge } = await startEnrolment(context, actor)
  await enrolPasskey(context, actor, { name: 'Test key', answer: softRegistration(key, challenge) })
  return key
}

/** Someone's new key that counts in a program. */
export async function confirmed(
  test: TestDatabase,
  program: string,
  actor: UserActor,
  by: UserActor,
): Promise<SoftAuthenticator> {
  const key = await enrolled(test, actor)
  await confirmPasskey(test.context, by, { program, passkey: key.credentialId })
  return key
}
