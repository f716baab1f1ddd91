import { beforeAll, describe, expect, it } from 'vitest'
import { asked, signed } from '@/e2e/harness/council'
import { type Hall, PROGRAM, TRIAD, votingHall } from '@/e2e/harness/hall'
import { castVote } from '../verbs/decision/cast-vote'
import { signingOf } from './signing'

let hall: Hall

beforeAll(async () => {
  hall = await votingHall()
})

function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

const typed = () => ({
  seat: TRIAD[0],
  deputyOf: '',
  vote: 'approve',
  rationale: 'I have read the packet.',
  key: hall.voters[0].key.credentialId,
})

const begin = (decision: number, fields: Record<string, string>) =>
  signingOf(hall.test.context, hall.voters[0].actor, { program: PROGRAM, decision }, form(fields))

describe('a vote’s form', () => {
  it('asks the key for the very statement, verified, and what it signs is the vote', async () => {
    const decision = await hall.sealed()
    const signing = await begin(decision, typed())
    if (signing.refused !== null) throw new Error(signing.refused.message ?? '')
    const { options, nonce } = signing
    expect(options).toMatchObject({
      userVerification: 'required',
      allowCredentials: [{ id: hall.voters[0].key.credentialId }],
    })
    const statement = {
      ...(await asked(hall.test, hall.voters[0], hall.ballot(decision))),
      challenge: options?.challenge ?? '',
    }
    const answer = signed(hall.voters[0].key, statement)
    await castVote(hall.test.context, hall.voters[0].actor, { program: PROGRAM, decision, nonce, answer })
    expect((await hall.row(decision)).votes).toMatchObject([{ seat: TRIAD[0], vote: 'approve', method: 'passkey' }])
  })

  it('is told what is wrong at its field, with everything that was typed', async () => {
    const decision = await hall.sealed()
    const fields = { ...typed(), rationale: '' }
    expect(await begin(decision, fields)).toMatchObject({
      refused: { done: false, typed: fields, faults: [{ path: 'rationale' }] },
    })
    expect(await begin(decision, { ...typed(), key: '' })).toMatchObject({
      refused: { message: 'Votes of this program are signed with a passkey.' },
    })
    expect(await begin(99, typed())).toMatchObject({ refused: { done: false, faults: [] } })
  })

  it('finds nothing by arguments that a browser made up', async () => {
    const decision = await hall.sealed()
    const { context } = hall.test
    const [{ actor }] = hall.voters
    for (const at of ['x', 1.5, -1, 2 ** 31, 1e30, true, [decision], { a: 1 }, null] as unknown as number[]) {
      const made = { program: PROGRAM, decision: at }
      expect(await signingOf(context, actor, made, form(typed()))).toMatchObject({
        refused: { message: 'There is no such decision.' },
      })
      await expect(castVote(context, actor, { ...made, nonce: 'x', answer: null })).rejects.toMatchObject({
        status: 404,
      })
    }
    expect(await signingOf(context, actor, { program: 'a\u0000', decision }, form(typed()))).toMatchObject({
      refused: { message: 'There is no such program.' },
    })
    const unknown = { program: PROGRAM, decision, nonce: 'a\u0000', answer: null }
    await expect(castVote(context, actor, unknown)).rejects.toMatchObject({ code: 'unknown_statement' })
  })

  it('casts nothing for a vote that nobody chose', async () => {
    const decision = await hall.sealed()
    for (const vote of ['', 'abstain']) {
      expect(await begin(decision, { ...typed(), vote })).toMatchObject({
        refused: { faults: [{ path: 'vote', message: 'A vote approves or rejects.' }] },
      })
    }
  })
})
