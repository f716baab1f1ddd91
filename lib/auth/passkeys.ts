import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { cose, decodeClientDataJSON, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers'
import { z } from 'zod'
import { origin } from '@/lib/env'
import type { Assertion } from '@/lib/register/bundle'

/** COSE algorithms a key may have, the best first: EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257]

/** How long a browser may take to answer, in milliseconds. */
export const CEREMONY = 5 * 60_000

/** Whom a browser signs for: from the configured origin, never from a request. */
export interface RelyingParty {
  origin: string
  id: string
}

export function relyingParty(): RelyingParty {
  const configured = origin()
  return { origin: configured, id: new URL(configured).hostname }
}

/** An answer of an authenticator that does not hold; the message says what is wrong, for the log and for people. */
export class PasskeyFault extends Error {}

const base64url = z
  .string()
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]+$/)

/** What a browser sends after enrolling, as far as it is read; the rest is dropped. */
const registration = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(40)).max(10).optional(),
  }),
})

const authentication = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  response: z.object({ clientDataJSON: base64url, authenticatorData: base64url, signature: base64url }),
})

/** A key as it is kept. */
export interface EnrolledKey {
  /** WebAuthn credential id, base64url. */
  id: string
  /** COSE_Key. */
  publicKey: Buffer
  algorithm: number
  transports: string[]
}

interface Enrolling {
  person: { user: string; name: string }
  /** The keys they have: an authenticator that holds one of them makes no second. */
  keys: readonly Pick<EnrolledKey, 'id' | 'transports'>[]
  challenge: Buffer
}

/** What the browser is asked for: a new key of an authenticator that verifies its user. */
export function enrolmentOptions(
  { person, keys, challenge }: Enrolling,
  party = relyingParty(),
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: 'Signalbox',
    rpID: party.id,
    userName: person.name,
    userDisplayName: person.name,
    userID: new Uint8Array(Buffer.from(person.user.replaceAll('-', ''), 'hex')),
    challenge: new Uint8Array(challenge),
    timeout: CEREMONY,
    attestationType: 'none',
    excludeCredentials: keys.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
  })
}

/** The key that an enrolment came to. Throws a PasskeyFault where anything does not hold. */
export async function verifyEnrolment(
  answer: unknown,
  challenge: Buffer,
  party = relyingParty(),
): Promise<EnrolledKey> {
  const parsed = registration.safeParse(answer)
  if (!parsed.success) throw new PasskeyFault('The answer is not one of an authenticator.')
  const { transports = [], ...response } = parsed.data.response
  refuseFrames(response.clientDataJSON)
  const verified = await faultsTold(() =>
    verifyRegistrationResponse({
      response: { ...parsed.data, response, clientExtensionResults: {} } satisfies RegistrationResponseJSON,
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserPresence: true,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  )
  if (!verified.verified) throw new PasskeyFault('The attestation does not hold.')
  const { credential } = verified.registrationInfo
  const publicKey = Buffer.from(credential.publicKey)
  return { id: credential.id, publicKey, algorithm: algorithmOf(publicKey), transports }
}

/** What the browser is asked for a vote: the signature of one key over the statement's challenge, by a verified user. */
export function voteRequest(
  challenge: string,
  key: string,
  party = relyingParty(),
): PublicKeyCredentialRequestOptionsJSON {
  return {
    challenge,
    rpId: party.id,
    allowCredentials: [{ id: key, type: 'public-key' }],
    userVerification: 'required',
    timeout: CEREMONY,
  }
}

interface Asked {
  /** SHA-256 of the statement's canonical form. */
  challenge: Buffer
  /** The key that the statement names. */
  key: Pick<EnrolledKey, 'id' | 'publicKey' | 'algorithm'>
}

/**
 * The raw parts of a signature over a statement, to be kept with the vote (semantics 11). Throws a PasskeyFault unless
 * everything holds: type, challenge, configured origin, no frame of another origin, RP id, user presence and
 * verification, algorithm, signature. Counters are not looked at.
 */
export async function verifyAssertion(
  answer: unknown,
  { challenge, key }: Asked,
  party = relyingParty(),
): Promise<Assertion> {
  const parsed = authentication.safeParse(answer)
  if (!parsed.success) throw new PasskeyFault('The answer is not one of an authenticator.')
  const { id, response } = parsed.data
  if (id !== key.id) throw new PasskeyFault('The answer is by another key than the statement names.')
  if (!ALGORITHMS.includes(key.algorithm) || algorithmOf(key.publicKey) !== key.algorithm) {
    throw new PasskeyFault('The key is not of the algorithm it was enrolled with.')
  }
  refuseFrames(response.clientDataJSON)
  const { verified } = await faultsTold(() =>
    verifyAuthenticationResponse({
      response: { ...parsed.data, clientExtensionResults: {} },
      expectedChallenge: challenge.toString('base64url'),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      expectedType: 'webauthn.get',
      requireUserVerification: true,
      // Against 0 no counter ever blocks: authenticators that share a key would fail the comparison.
      credential: { id: key.id, publicKey: new Uint8Array(key.publicKey), counter: 0 },
    }),
  )
  if (!verified) throw new PasskeyFault('The signature does not hold.')
  return response
}

/** The library lets a frame pass whose top origin is not told; a vote is never cast from a frame. */
function refuseFrames(clientDataJSON: string): void {
  let client: ReturnType<typeof decodeClientDataJSON>
  try {
    client = decodeClientDataJSON(clientDataJSON)
  } catch (error) {
    throw new PasskeyFault('The client data is not JSON.', { cause: error })
  }
  if (client.crossOrigin === true) throw new PasskeyFault('The answer was made in a frame of another site.')
}

function algorithmOf(publicKey: Buffer): number {
  try {
    return decodeCredentialPublicKey(new Uint8Array(publicKey)).get(cose.COSEKEYS.alg) ?? 0
  } catch (error) {
    throw new PasskeyFault('The public key cannot be read.', { cause: error })
  }
}

/** The library says what does not hold by throwing. */
async function faultsTold<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (error) {
    throw new PasskeyFault(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
