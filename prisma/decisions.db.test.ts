import { beforeAll, describe, expect, it } from 'vitest'
import { appendOnly, askedAs } from '@/e2e/harness/append-only'
import { type Council, council, vote, type Voter } from '@/e2e/harness/council'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import { bundledProgram } from '../cli/installation/bundled'

const PROGRAM = 'asupersync-browser'
const TRIAD = ['runtime-architect', 'reliability-lead', 'security-lead'] as const

let test: TestDatabase
let people: Council
/** Numbers of a decision that has ended and of one that is sealed, with one vote. */
let ended: number
let open: number

const { asOwner, asApp } = askedAs(() => test)
const voter = (role: string): Voter => people.voters[role] as Voter

async function sealed(kind: string, input: object): Promise<number> {
  const { actor } = voter('phase-owner')
  const asks = { program: PROGRAM, kind, recommendation: 'As the facts say.', input }
  const { number } = await proposeDecision(test.context, actor, asks)
  await sealDecision(test.context, actor, { program: PROGRAM, decision: number })
  return number
}

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  await withProgram(test)
  people = await council(test, PROGRAM, [...TRIAD, 'phase-owner'])
  const source = bundledProgram().replace('hard: 650 KiB', 'hard: 600 KiB')
  const note = { context: 'Growth.', decision: 'Tighten.', consequences: 'More reds.', comparison: 'Divide.' }
  ended = await sealed('program_revision', { source, note })
  for (const role of TRIAD) await vote(test, voter(role), { program: PROGRAM, decision: ended })
  const debt = { surface: 'error', risk: 'RISK-TECH-02', expiresOn: '2026-12-20', reason: 'The corpus comes later.' }
  open = await sealed('parity_debt', debt)
  await vote(test, voter(TRIAD[0]), { program: PROGRAM, decision: open })
})

appendOnly(() => test, ['packet', 'vote', 'decision_event', 'decision_note'])

describe('a decision', () => {
  it.each([
    ['decided without an outcome', `state = 'decided', ended_at = sealed_at`, 'decision_outcome'],
    ['with an outcome while it is open', `outcome = 'approved'`, 'decision_outcome'],
    ['ended without saying when', `state = 'withdrawn'`, 'decision_end'],
    ['unsealed with a round', `state = 'proposed'`, 'decision_sealed'],
    ['of no round with a seal', `round = 0`, 'decision_'],
    ['ended before it was proposed', `state = 'expired', ended_at = proposed_at - interval '1 s'`, 'decision_times'],
    ['late without being due', `breached_at = proposed_at`, 'decision_breach'],
    ['due without a severity', `due_at = proposed_at`, 'decision_sla'],
  ])('cannot be %s, not even by the owner of the tables', async (_, set, constraint) => {
    const sql = `UPDATE decision SET ${set} WHERE number = ${open}`
    await expect(asApp(sql)).rejects.toThrow(constraint)
    await expect(asOwner(sql)).rejects.toThrow(constraint)
  })

  it('that has ended stays as it ended', async () => {
    const sql = `UPDATE decision SET breached_at = NULL WHERE number = ${ended}`
    await expect(asApp(sql)).rejects.toThrow('has ended')
    await expect(asOwner(sql)).rejects.toThrow('has ended')
    await expect(asOwner(`DELETE FROM decision WHERE number = ${ended}`)).rejects.toThrow('has ended')
  })

  it('is the only open one for its question', async () => {
    const copy = (number: number): string =>
      `INSERT INTO decision (program_id, number, kind, subject, title, question, recommendation, input, proposed_by, proposed_at)
       SELECT program_id, 900 + number, kind, subject, title, question, recommendation, input, proposed_by, proposed_at
       FROM decision WHERE number = ${number}`
    await expect(asApp(copy(open))).rejects.toThrow('decision_one_open')
    await asApp(copy(ended))
  })

  it('keeps what was asked: the app may not change its question', async () => {
    await expect(asApp(`UPDATE decision SET question = 'x' WHERE number = ${open}`)).rejects.toThrow(
      'permission denied',
    )
  })
})

describe('a packet and a vote', () => {
  const packet = (digests: string): string =>
    `INSERT INTO packet (decision_id, round, revision_id, bytes, sha256, judgement, judged, sealed_by, sealed_at)
     SELECT p.decision_id, p.round + 1, p.revision_id, p.bytes, ${digests}, p.judged, p.sealed_by, p.sealed_at
     FROM packet p JOIN decision d ON d.id = p.decision_id WHERE d.number = ${open}`
  /** The vote of one decision once more, with something else about it. */
  const again = (number: number, columns: Record<string, string>): string => {
    const names = `packet_id decision_id seat person deputy_of name title vote rationale rationale_digest method
      credential_id statement statement_digest signature client_data authenticator_data at answer`.split(/\s+/)
    return `INSERT INTO vote (${names.join(', ')})
      SELECT ${names.map((name) => columns[name] ?? `v.${name}`).join(', ')}
      FROM vote v JOIN decision d ON d.id = v.decision_id WHERE d.number = ${number} LIMIT 1`
  }

  it.each([
    ['a packet under another digest', `sha256('x'), p.judgement`, 'packet_sha256'],
    ['a packet with half a judgement', `p.sha256, '\\x00'`, 'packet_judgement'],
  ])('%s is refused', async (_, digests, constraint) => {
    await expect(asApp(packet(digests))).rejects.toThrow(constraint)
    await expect(asOwner(packet(digests))).rejects.toThrow(constraint)
  })

  it.each<[string, () => string, string]>([
    ['on what was decided', () => again(ended, {}), 'not open for votes'],
    ['by a statement nobody was handed', () => again(open, { statement: `'x'` }), 'not handed out'],
    ['by a statement handed out for another seat', () => again(open, { seat: `'security-lead'` }), 'not handed out'],
    ['at another time than its statement was used', () => again(open, { at: `v.at + interval '1 s'` }), 'handed out'],
    ['with another rationale than its digest is of', () => again(open, { rationale: `'x'` }), 'vote_digests'],
    ['by passkey without a signature', () => again(open, { signature: 'NULL' }), 'vote_signature'],
    ['for oneself as deputy', () => again(open, { deputy_of: 'v.person' }), 'vote_deputy'],
    ['of one person or seat twice', () => again(open, {}), 'vote_'],
  ])('a vote %s is refused', async (_, sql, reason) => {
    await expect(asApp(sql())).rejects.toThrow(reason)
    await expect(asOwner(sql())).rejects.toThrow(reason)
  })
})
