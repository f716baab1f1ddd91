import { beforeAll, describe, expect, it } from 'vitest'
import { sample } from '@/e2e/harness/body'
import { type TestDatabase, testDatabase, tokenFor, withProgram } from '@/e2e/harness/database'
import { evidenceNow, holders, PROGRAM, send, stateOf, statesOf } from '@/e2e/harness/gates'
import type { TokenActor, UserActor } from '@/lib/auth/actor'
import { gateFacts } from '@/lib/db/gate-facts'
import { transact } from '@/lib/db/transact'
import type { GateFacts } from '@/lib/domain/gate/facts'
import { DAY } from '@/lib/domain/instant'
import { confirmDefectList } from '@/lib/verbs/defect/confirm-list'
import { attestedBy } from '@/e2e/harness/ladder'

const START = Date.parse('2026-11-16T17:00:00.000Z')
const proof = [{ uri: 'https://example.test/proof', sha256: null }]

let test: TestDatabase
let token: TokenActor
let people: Map<string, UserActor>

beforeAll(async () => {
  test = await testDatabase(START)
  token = await withProgram(test)
  people = await holders(test)
})

const facts = async (): Promise<GateFacts> =>
  gateFacts(test.context.database.pool, await stateOf(test), test.now(), false)

const outcome = async (id: string): Promise<string | undefined> => (await facts()).evidence.get(id)?.outcome

/** Time passes, so that what comes next is newer. */
const later = (milliseconds: number): void => test.setNow(test.now() + milliseconds)

describe('evidence', () => {
  it('passes only from completion, fails at once, and counts by observation', async () => {
    const open = { id: 'open', complete: false }
    await send(test, token, { run: open, evidence: evidenceNow(test, ['U-CX-01']) })
    expect(await outcome('U-CX-01')).toBeUndefined()
    await send(test, token, { run: { id: 'open', complete: true } })
    expect(await outcome('U-CX-01')).toBe('pass')
    later(60_000)
    await send(test, token, {
      run: { id: 'second', complete: false },
      evidence: evidenceNow(test, ['U-CX-01'], 'fail'),
    })
    expect(await outcome('U-CX-01')).toBe('fail')
    const old = evidenceNow(test, ['U-CX-01']).map((one) => ({
      ...one,
      observedAt: new Date(START - DAY).toISOString(),
    }))
    await send(test, token, { evidence: old })
    expect(await outcome('U-CX-01')).toBe('fail')
    later(60_000)
    await send(test, token, { evidence: evidenceNow(test, ['U-CX-01']) })
    expect(await outcome('U-CX-01')).toBe('pass')
  })

  it('of an ungated run counts for nothing', async () => {
    const ungated = await tokenFor(test, token.program, { gated: false })
    later(60_000)
    await send(test, ungated, { run: { gated: false }, evidence: evidenceNow(test, ['U-CX-01'], 'fail') })
    expect(await outcome('U-CX-01')).toBe('pass')
  })
})

describe('a list of defects', () => {
  it('is complete with its run; an open run adds what it lists', async () => {
    const defect = { id: 'D-1', kind: 'security', severity: 'high', opened: new Date(START).toISOString() }
    await send(test, token, { run: { id: 'lists', complete: false }, defects: [defect] })
    expect(await facts()).toMatchObject({ defects: { list: null, defects: [{ id: 'D-1', resolvedAt: null }] } })
    await send(test, token, { run: { id: 'lists', complete: true } })
    expect((await facts()).defects.list?.run?.id).toBe('lists')
    later(60_000)
    await send(test, token, { run: { id: 'clean' }, defects: [] })
    expect((await facts()).defects.defects).toEqual([])
  })

  it('may be kept by hand, where someone says that it is complete', async () => {
    later(9 * DAY)
    expect((await statesOf(test, 'beta', 'exit'))['beta-exit-3']).toBe('no_data')
    const owner = people.get('quality-owner') ?? { kind: 'user', user: '' }
    await confirmDefectList(test.context, owner, { program: PROGRAM, evidence: proof })
    expect((await statesOf(test, 'beta', 'exit'))['beta-exit-3']).toBe('met')
  })
})

describe('the facts of a gate', () => {
  it('name release candidates in order of their first run', async () => {
    for (const releaseCandidate of ['rc-2', 'rc-1', 'rc-2']) {
      later(60_000)
      await send(test, token, { run: { releaseCandidate } })
    }
    expect((await facts()).releaseCandidates.map(({ name }) => name)).toEqual(['rc-2', 'rc-1'])
  })

  it('say what the newest parity figure counted', async () => {
    const observedAt = new Date(test.now() - 60_000).toISOString()
    const { value: _, ...counted } = sample('M-COR-01', 0, '%', { observedAt })
    await send(test, token, { samples: [{ ...counted, passed: 10, total: 10 }] })
    expect((await facts()).parityCounts).toEqual({ passed: 10, total: 10 })
  })

  it('are those of the transaction that asks', async () => {
    await attestedBy(test, people, 'alpha', 'entry', 'alpha-entry-3')
    const actor = people.get('program-owner') ?? { kind: 'user', user: '' }
    const state = await stateOf(test)
    const seen = await transact<number>(test.context, { actor, program: state, lock: 'exclusive' }, async (tx) => {
      await tx.prisma.attestationWithdrawal.create({
        data: { attestationId: 1, userId: actor.user, reason: 'Within', at: new Date(tx.now) },
      })
      const found = await gateFacts(tx.client, state, tx.now, false)
      return { result: found.attestations.filter(({ withdrawnAt }) => withdrawnAt !== null).length, unchanged: true }
    })
    expect(seen).toBe(1)
    expect((await facts()).attestations[0]?.withdrawnAt).toBeNull()
  })
})
