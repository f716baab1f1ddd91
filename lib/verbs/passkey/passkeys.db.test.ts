import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { softAuthenticator } from '@/e2e/harness/authenticator'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { enrolled, softRegistration } from '@/e2e/harness/enrolment'
import { administrator, entriesOf, person } from '@/e2e/harness/people'
import type { UserActor } from '@/lib/auth/actor'
import { seatHolders } from '@/lib/db/electorate'
import { HOUR, iso } from '@/lib/domain/instant'
import { sha256 } from '@/lib/register/digest'
import { bundledProgram } from '../../../cli/installation/bundled'
import { deactivatePerson } from '../person/deactivate'
import { grantRole } from '../person/grant-role'
import { confirmPasskey } from './confirm'
import { enrolPasskey } from './enrol'
import { renamePasskey } from './rename'
import { revokePasskey } from './revoke'
import { startEnrolment } from './start-enrolment'

const PROGRAM = 'asupersync-browser'
const DELAYED = 'delayed'
const NOW = Date.parse('2026-11-18T12:00:00.000Z')
const [ARCHITECT, SECURITY] = ['runtime-architect', 'security-lead']

let test: TestDatabase
let program: number
let delayed: number
let admin: UserActor
/** Holders of two seats of the triad, new to each test. */
let architect: UserActor
let security: UserActor
let count = 0

beforeAll(async () => {
  test = await testDatabase(NOW)
  program = (await withProgram(test)).program
  const source = bundledProgram()
    .replace(/^id: .*$/m, `id: ${DELAYED}`)
    .replace(/^( *)signatures: passkey$/m, '$1signatures: passkey\n$1keyDelayHours: 24')
  delayed = (await withProgram(test, source)).program
  admin = await administrator(test, 'Admin')
})

beforeEach(async () => {
  test.setNow(NOW)
  count += 1
  architect = await person(test, `Architect ${count}`)
  security = await person(test, `Security ${count}`)
  for (const slug of [PROGRAM, DELAYED]) {
    await grantRole(test.context, admin, { program: slug, user: architect.user, role: ARCHITECT })
    await grantRole(test.context, admin, { program: slug, user: security.user, role: SECURITY })
  }
})

const confirm = (by: UserActor, passkey: string, slug = PROGRAM) =>
  confirmPasskey(test.context, by, { program: slug, passkey })

/** The credential ids of someone that count now. */
async function counting(actor: UserActor, of = program): Promise<string[]> {
  const { credentials } = await seatHolders(test.context.database.pool, of, [ARCHITECT, SECURITY], test.now())
  return credentials.filter((key) => key.person === actor.user).map(({ credentialId }) => credentialId)
}

describe('enrolling', () => {
  it('keeps the key, says so to the register, and counts for nothing yet', async () => {
    const key = softAuthenticator('EdDSA')
    const entries = await entriesOf(test, () => enrolled(test, architect, key))
    expect(entries).toEqual([
      {
        type: 'passkey.enrolled',
        actor: `user:${architect.user}`,
        at: iso(NOW),
        payload: {
          user: architect.user,
          passkey: key.credentialId,
          publicKeyDigest: sha256(key.publicKey).toString('hex'),
          algorithm: -8,
        },
      },
    ])
    expect(await counting(architect)).toEqual([])
  })

  it('takes a challenge once, in time, and of the one it was given to', async () => {
    const key = softAuthenticator()
    const enrol = (actor: UserActor, answer: unknown) => enrolPasskey(test.context, actor, { name: 'Key', answer })
    await expect(enrol(architect, softRegistration(key, 'AAAA'))).rejects.toMatchObject({ code: 'challenge_over' })

    const first = await startEnrolment(test.context, architect)
    const second = await startEnrolment(test.context, architect)
    const late = softRegistration(key, first.challenge)
    await expect(enrol(architect, late)).rejects.toMatchObject({ status: 422, code: 'bad_enrolment' })
    await expect(enrol(security, softRegistration(key, second.challenge))).rejects.toMatchObject({ status: 409 })
    await enrol(architect, softRegistration(key, second.challenge))
    const again = softRegistration(softAuthenticator(), second.challenge)
    await expect(enrol(architect, again)).rejects.toMatchObject({ code: 'challenge_over' })

    const third = await startEnrolment(test.context, architect)
    test.setNow(NOW + 5 * 60_000)
    const over = softRegistration(softAuthenticator(), third.challenge)
    await expect(enrol(architect, over)).rejects.toMatchObject({ code: 'challenge_over' })
  })

  it('knows a key again, whoever brings it', async () => {
    const key = await enrolled(test, architect)
    await expect(enrolled(test, security, key)).rejects.toMatchObject({ status: 409, code: 'known_key' })
    await revokePasskey(test.context, architect, { passkey: key.credentialId, reason: 'lost' })
    await expect(enrolled(test, architect, key)).rejects.toMatchObject({ status: 409, code: 'known_key' })
  })

  it('stops at ten keys a person, also where two come at once', async () => {
    for (let n = 0; n < 9; n += 1) await enrolled(test, architect)
    const outcomes = await Promise.allSettled([0, 1].map(() => enrolled(test, architect)))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(enrolled(test, architect)).rejects.toMatchObject({ code: 'too_many_keys' })
  })

  it('is refused to someone who has left', async () => {
    const { challenge } = await startEnrolment(test.context, architect)
    await deactivatePerson(test.context, admin, architect.user)
    const answer = softRegistration(softAuthenticator(), challenge)
    await expect(enrolPasskey(test.context, architect, { name: 'Key', answer })).rejects.toMatchObject({ status: 401 })
    await expect(startEnrolment(test.context, architect)).rejects.toMatchObject({ status: 401 })
  })
})

describe('confirming', () => {
  it('is for someone else: the first key too', async () => {
    const { credentialId } = await enrolled(test, architect)
    await expect(confirm(architect, credentialId)).rejects.toMatchObject({ status: 403, code: 'own_key' })
    const mine = await enrolled(test, admin)
    await expect(confirm(admin, mine.credentialId)).rejects.toMatchObject({ status: 403, code: 'own_key' })
  })

  it('is for administrators and for another seat of the same council', async () => {
    const { credentialId } = await enrolled(test, architect)
    const stranger = await person(test, `Stranger ${count}`)
    await expect(confirm(stranger, credentialId)).rejects.toMatchObject({ status: 403, code: 'no_right' })
    await grantRole(test.context, admin, { program: PROGRAM, user: stranger.user, role: ARCHITECT })
    await expect(confirm(stranger, credentialId)).rejects.toMatchObject({ status: 403, code: 'no_right' })
    const entries = await entriesOf(test, () => confirm(security, credentialId))
    expect(entries).toEqual([
      {
        type: 'passkey.confirmed',
        actor: `user:${security.user}`,
        at: iso(NOW),
        payload: { user: architect.user, passkey: credentialId, countsFrom: iso(NOW) },
      },
    ])
    expect(await counting(architect)).toEqual([credentialId])
    const next = await enrolled(test, architect)
    await confirm(admin, next.credentialId)
    expect(await counting(architect)).toHaveLength(2)
  })

  it('counts in the program it was made in, after that program’s delay', async () => {
    const { credentialId } = await enrolled(test, architect)
    await confirm(security, credentialId, DELAYED)
    expect([await counting(architect), await counting(architect, delayed)]).toEqual([[], []])
    test.setNow(NOW + 24 * HOUR - 1)
    expect(await counting(architect, delayed)).toEqual([])
    test.setNow(NOW + 24 * HOUR)
    expect(await counting(architect, delayed)).toEqual([credentialId])
    expect(await counting(architect)).toEqual([])
  })

  it('is done once, by whoever is first of two at once', async () => {
    const { credentialId } = await enrolled(test, architect)
    const entries = await entriesOf(test, () =>
      Promise.all([confirm(security, credentialId), confirm(admin, credentialId)]),
    )
    expect(entries).toHaveLength(1)
  })

  it('comes too late for a revoked key, whichever of two at once is first', async () => {
    for (let n = 0; n < 5; n += 1) {
      const { credentialId } = await enrolled(test, architect)
      await Promise.allSettled([
        confirm(security, credentialId),
        revokePasskey(test.context, architect, { passkey: credentialId, reason: 'lost' }),
      ])
      expect(await counting(architect)).not.toContain(credentialId)
      await expect(confirm(admin, credentialId)).rejects.toMatchObject({ code: 'revoked' })
    }
  })

  it('knows neither keys nor programs that are not there', async () => {
    await expect(confirm(admin, 'AAAA')).rejects.toMatchObject({ status: 404 })
    const { credentialId } = await enrolled(test, architect)
    await expect(confirm(admin, credentialId, 'no-such-program')).rejects.toMatchObject({ status: 404 })
  })
})

describe('revoking', () => {
  it('ends a key at once, everywhere and for good', async () => {
    const { credentialId } = await enrolled(test, architect)
    await confirm(security, credentialId)
    const revoke = (by: UserActor) => revokePasskey(test.context, by, { passkey: credentialId, reason: 'Lost it.' })
    await expect(revoke(security)).rejects.toMatchObject({ status: 404 })
    const entries = await entriesOf(test, async () => {
      await revoke(architect)
      await revoke(admin)
    })
    expect(entries.map(({ type, payload }) => ({ type, payload }))).toEqual([
      {
        type: 'passkey.revoked',
        payload: {
          user: architect.user,
          passkey: credentialId,
          reason: 'own',
          reasonDigest: sha256('Lost it.').toString('hex'),
        },
      },
    ])
    expect(await counting(architect)).toEqual([])
  })

  it('asks why', async () => {
    const { credentialId } = await enrolled(test, architect)
    await expect(revokePasskey(test.context, architect, { passkey: credentialId, reason: ' ' })).rejects.toMatchObject({
      status: 422,
      faults: [{ path: 'reason' }],
    })
  })

  it('happens to every key of someone who leaves, with the register told of each', async () => {
    const { credentialId } = await enrolled(test, architect)
    await confirm(security, credentialId)
    const entries = await entriesOf(test, () => deactivatePerson(test.context, admin, architect.user))
    expect(entries.at(-1)).toMatchObject({
      type: 'passkey.revoked',
      payload: { user: architect.user, passkey: credentialId, reason: 'left' },
    })
    expect(await counting(architect)).toEqual([])
  })
})

describe('renaming', () => {
  it('is the owner’s; the register gets a digest', async () => {
    const { credentialId } = await enrolled(test, architect)
    const rename = (by: UserActor, name: string) => renamePasskey(test.context, by, { passkey: credentialId, name })
    const entries = await entriesOf(test, async () => {
      await rename(architect, ' Blue key ')
      await rename(architect, 'Blue key')
    })
    expect(entries.map(({ type, payload }) => ({ type, payload }))).toEqual([
      {
        type: 'passkey.renamed',
        payload: { user: architect.user, passkey: credentialId, nameDigest: sha256('Blue key').toString('hex') },
      },
    ])
    await expect(rename(admin, 'Mine')).rejects.toMatchObject({ status: 404 })
    await expect(rename(architect, ' ')).rejects.toMatchObject({ faults: [{ path: 'name' }] })
    await revokePasskey(test.context, architect, { passkey: credentialId, reason: 'lost' })
    await expect(rename(architect, 'Old key')).rejects.toMatchObject({ status: 404 })
  })
})
