import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Council, council, type Voter } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase, tokenFor } from '@/e2e/harness/database'
import { entriesOf } from '@/e2e/harness/people'
import { runBody } from '@/e2e/harness/body'
import { signerPlace } from '@/e2e/harness/register-log'
import { operator } from '@/lib/auth/actor'
import { riskFact } from '@/lib/db/risk-facts'
import { makeKeyIn } from '@/lib/db/signer'
import { HOUR, iso } from '@/lib/domain/instant'
import type { Vote } from '@/lib/domain/decision/tally'
import { bundleFile } from '@/lib/queries/bundle'
import { checkRegister } from '@/lib/queries/register/check/check'
import { trustFile } from '@/lib/queries/register/trust'
import { readTrust } from '@/lib/register/trust'
import { verifyBundle } from '@/lib/register/verify/bundle'
import { attest } from '../gate/attest'
import { storeDefinition } from '../program/store'
import { seal } from '../register/seal'
import { assignOwner } from '../risk/assign-owner'
import { acceptUpload } from '../upload/accept'
import { beginVote } from './begin-vote'
import { castVote } from './cast-vote'
import type { VoteAnswer } from './decide'
import { proposeDecision } from './propose'
import { sealDecision } from './seal'

/** Another program: five approvals of seven seats, three of them mandatory, signed by session. */
const pump = readFileSync(new URL('../../program/fixtures/infusion-pump.yaml', import.meta.url), 'utf8')
const PROGRAM = 'infusion-pump'
const MANDATORY = ['chair', 'clinician', 'safety']
const OTHERS = ['firmware', 'hardware', 'quality', 'cybersecurity']

let test: TestDatabase
let people: Council
let revisions = 0

const member = (role: string): Voter => people.voters[role] as Voter

beforeAll(async () => {
  test = await testDatabase('2026-11-18T06:30:00.000Z')
  await storeDefinition(test.context, operator, pump)
  people = await council(test, PROGRAM, [...MANDATORY, ...OTHERS])
})

async function sealed(kind: string, input: object): Promise<number> {
  const { actor } = member('chair')
  const asks = { program: PROGRAM, kind, recommendation: 'As the bench says.', input }
  const { number } = await proposeDecision(test.context, actor, asks)
  await sealDecision(test.context, actor, { program: PROGRAM, decision: number })
  return number
}

/** A change that moves nothing a vote stands on. */
function revision(): Promise<number> {
  revisions += 1
  return sealed('program_revision', { source: pump.replace('firmware 4\n', `firmware 4, issue ${revisions}\n`) })
}

async function say(decision: number, role: string, vote: Vote = 'approve'): Promise<VoteAnswer> {
  const { actor } = member(role)
  const ballot = { program: PROGRAM, decision, seat: role, deputyOf: null, vote, rationale: 'I read it.' }
  const { nonce } = await beginVote(test.context, actor, { ...ballot, credential: null })
  return castVote(test.context, actor, { program: PROGRAM, decision, nonce, answer: null })
}

describe('a board of seven', () => {
  it('decides by five with every mandatory member among them, up to a bundle that is verified', async () => {
    const firmware = member('firmware').actor
    await attest(test.context, firmware, {
      program: PROGRAM,
      phase: 'verification',
      gate: 'entry',
      criterion: 'frozen',
      role: null,
      evidence: [{ uri: 'https://example.test/fw-4', sha256: null }],
      command: null,
    })
    const { id } = await test.context.database.prisma.program.findUniqueOrThrow({ where: { slug: PROGRAM } })
    const risk = await riskFact(test.context.database.pool, id, 'OCCLUSION')
    const owned = {
      program: PROGRAM,
      risk: 'OCCLUSION',
      version: risk?.version ?? 0,
      owner: member('safety').actor.user,
    }
    await assignOwner(test.context, member('safety').actor, owned)

    const decision = await sealed('promotion', {})
    const entries = await entriesOf(test, async () => {
      for (const role of ['firmware', 'hardware']) {
        expect(await say(decision, role, 'reject')).toMatchObject({ state: 'sealed' })
      }
      for (const role of ['chair', 'clinician', 'quality', 'cybersecurity']) await say(decision, role)
      expect(await say(decision, 'safety')).toMatchObject({ state: 'decided', outcome: 'approved', waitsFor: [] })
    })
    expect(entries.slice(-3).map(({ type }) => type)).toEqual([
      'vote.cast',
      'decision.decided',
      'program.phase_entered',
    ])
    const votes = await test.context.database.prisma.vote.findMany()
    expect(votes.map(({ method, credentialId }) => [method, credentialId])).toEqual(votes.map(() => ['session', null]))

    const signer = signerPlace()
    makeKeyIn(signer.keyFile)
    await seal(test.context, signer, { everything: true })
    const packet = await test.context.database.prisma.packet.findFirstOrThrow({
      where: { decision: { number: decision } },
    })
    const { body } = await bundleFile(test.context, firmware, PROGRAM, packet.id)
    const trust = readTrust(await trustFile(test.context))
    const verified = verifyBundle(body, trust.ok ? trust.trust : null)
    expect(verified).toMatchObject({ verdict: 'verified', wrong: null, facts: { outcome: 'approved' } })
    expect(verified.facts?.votes).toHaveLength(7)
    expect(verified.facts?.votes[0]?.signature).toContain('attested by the operator')
    expect((await checkRegister(test.context)).findings).toEqual([])
  })

  it('does not decide by four, nor without a mandatory member', async () => {
    const decision = await revision()
    for (const role of ['chair', 'clinician', ...OTHERS]) {
      expect(await say(decision, role)).toMatchObject({ state: 'sealed', outcome: null })
    }
    expect(await say(decision, 'safety', 'reject')).toMatchObject({ state: 'decided', outcome: 'rejected' })
  })

  it('is rejected by one mandatory member at once, and by the others once five cannot approve any more', async () => {
    expect(await say(await revision(), 'clinician', 'reject')).toMatchObject({ outcome: 'rejected' })
    const decision = await revision()
    for (const role of ['firmware', 'hardware']) {
      expect(await say(decision, role, 'reject')).toMatchObject({ outcome: null })
    }
    expect(await say(decision, 'quality', 'reject')).toMatchObject({ outcome: 'rejected' })
  })

  it('signs by a key as well, once its delay is over', async () => {
    const decision = await revision()
    const { actor, key } = member('chair')
    const ballot = { program: PROGRAM, decision, seat: 'chair', deputyOf: null, rationale: 'I read it.' } as const
    const byKey = { ...ballot, vote: 'approve', credential: key.credentialId } as const
    await expect(beginVote(test.context, actor, byKey)).rejects.toMatchObject({ status: 403 })
    test.setNow(test.now() + 24 * 3_600_000)
    await sealDecision(test.context, actor, { program: PROGRAM, decision })
    expect((await beginVote(test.context, actor, byKey)).statement.credential).toBe(key.credentialId)
  })

  it('ends what a run stopped with all seven, since the program names nobody for it', async () => {
    const { id } = await test.context.database.prisma.program.findUniqueOrThrow({ where: { slug: PROGRAM } })
    const token = await tokenFor(test, id, { gated: true })
    const at = { observedAt: iso(test.now() - 60_000), command: 'bench dose', artifact: { uri: 's3://balance' } }
    const dose = {
      metric: 'DOSE',
      value: 6,
      unit: '%',
      profile: 'adult',
      environment: { class: 'bench', rig: '1' },
      ...at,
    }
    const body = runBody({ ref: 'refs/tags/fw-4.1', startedAt: iso(test.now() - 120_000) }, [dose])
    const bytes = Buffer.from(JSON.stringify(body))
    const { stops } = await acceptUpload(test.context, token, { program: PROGRAM, key: null, bytes })
    expect(stops).toMatchObject([
      { kind: 'kill', criteria: ['overdose'] },
      { kind: 'review', criteria: ['DOSE'] },
    ])
    const [stop] = stops
    const incident = await test.context.database.prisma.incident.findUniqueOrThrow({
      where: { id: stop?.incident ?? 0 },
    })
    expect(incident).toMatchObject({ phase: 'verification', dueAt: new Date(test.now() + 2 * HOUR) })
    const said = { ending: 'continue', reason: 'The balance was off.', evidence: ['https://example.test/balance'] }
    const decision = await sealed('incident', { incident: incident.id, ...said })
    for (const role of [...MANDATORY, ...OTHERS]) {
      expect(await say(decision, role)).toMatchObject({ outcome: role === 'cybersecurity' ? 'approved' : null })
    }
  })
})
