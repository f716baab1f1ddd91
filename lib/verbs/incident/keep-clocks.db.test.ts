import { beforeAll, describe, expect, it } from 'vitest'
import { type BeforeAlpha, beforeAlpha } from '@/e2e/harness/alpha'
import { askedAs } from '@/e2e/harness/append-only'
import { type TestDatabase, testDatabase } from '@/e2e/harness/database'
import { evidenceNow, PROGRAM, send } from '@/e2e/harness/gates'
import { entriesOf } from '@/e2e/harness/people'
import { HOUR } from '@/lib/domain/instant'
import { declareIncident } from './declare'
import { keepIncidentClocks } from './keep-clocks'

let test: TestDatabase
let alpha: BeforeAlpha
const { asOwner } = askedAs(() => test)

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00.000Z')
  alpha = await beforeAlpha(test)
})

const incident = (id: number) => test.context.database.prisma.incident.findUniqueOrThrow({ where: { id } })
const keep = (): Promise<number> => keepIncidentClocks(test.context)

describe('an incident that is not decided in time', () => {
  it('is recorded at its deadline and not before, once, with whom it escalates to', async () => {
    await send(test, alpha.token, { run: {}, evidence: evidenceNow(test, ['U-BYTES-01'], 'fail') })
    const { dueAt } = await incident(1)
    test.setNow((dueAt?.getTime() ?? 0) - 1)
    expect(await keep()).toBe(0)
    test.setNow(dueAt?.getTime() ?? 0)
    const entries = await entriesOf(test, () => Promise.all([keep(), keep(), keep()]))
    expect(entries).toMatchObject([
      {
        type: 'incident.overdue',
        actor: 'system',
        payload: { incident: 1, severity: 'critical', dueAt: dueAt?.toISOString(), path: ['program-owner'] },
      },
    ])
    expect(await incident(1)).toMatchObject({ breachedAt: dueAt, endedAt: null })
    test.setNow(test.now() + HOUR)
    expect(await keep()).toBe(0)
    await expect(asOwner(`UPDATE incident SET breached_at = now()`)).rejects.toThrow('once')
    await expect(asOwner(`UPDATE incident SET breached_at = NULL`)).rejects.toThrow('once')
  })

  it('of a trigger of high severity escalates along that path', async () => {
    const said = { program: PROGRAM, statement: 'A log is gone.', evidence: [{ uri: 's3://gone', sha256: null }] }
    const { incident: id } = await declareIncident(test.context, alpha.phaseOwner.actor, {
      ...said,
      criterion: 'artifact-gap',
    })
    test.setNow((await incident(id)).dueAt?.getTime() ?? 0)
    expect(await entriesOf(test, keep)).toMatchObject([
      { payload: { incident: id, severity: 'high', path: ['runtime-architect', 'reliability-lead', 'program-owner'] } },
    ])
  })

  it('is no breach once it has ended', async () => {
    const criterion = 'ownership-break'
    const said = { program: PROGRAM, statement: 'An orphan.', evidence: [{ uri: 's3://orphan', sha256: null }] }
    const { incident: id } = await declareIncident(test.context, alpha.phaseOwner.actor, { ...said, criterion })
    await alpha.decide('incident', { incident: id, ending: 'dismiss', reason: 'It was a drill.' })
    test.setNow(test.now() + 5 * HOUR)
    expect(await keep()).toBe(0)
    expect(await incident(id)).toMatchObject({ breachedAt: null })
  })
})
