import type { TokenActor, UserActor } from '@/lib/auth/actor'
import { operator } from '@/lib/auth/actor'
import { gateFacts } from '@/lib/db/gate-facts'
import { type ProgramState, programState } from '@/lib/db/program-state'
import type { GateSide } from '@/lib/domain/gate/program'
import { gateReport, promotionReport } from '@/lib/domain/gate/report'
import type { CriterionState, GateReport } from '@/lib/domain/gate/types'
import { lookingAgain } from '@/lib/verbs/looking-again'
import { acceptUpload } from '@/lib/verbs/upload/accept'
import { grantRole } from '@/lib/verbs/person/grant-role'
import type { UploadBody } from '@/lib/ingest/upload'
import { runBody } from './body'
import type { TestDatabase } from './database'
import { person } from './people'

export const PROGRAM = 'asupersync-browser'

export async function stateOf({ context }: TestDatabase): Promise<ProgramState> {
  const state = await programState(context.database, context.database.pool, PROGRAM)
  if (state === null) throw new Error('there is no program')
  return state
}

export async function reportOf(test: TestDatabase, phase: string, side: GateSide): Promise<GateReport> {
  const state = await stateOf(test)
  const facts = await gateFacts(test.context.database.pool, state, test.now(), false)
  return gateReport(state.revision.compiled.gates, facts, test.now(), { phase, side })
}

/** The states of a gate's criteria, by id. */
export async function statesOf(
  test: TestDatabase,
  phase: string,
  side: GateSide,
): Promise<Record<string, CriterionState>> {
  const { criteria } = await reportOf(test, phase, side)
  return Object.fromEntries(criteria.map(({ id, state }) => [id, state]))
}

/** What stands against the next promotion: ids of criteria that are neither met nor waived, with their first reasons. */
export async function against(test: TestDatabase): Promise<string[]> {
  const state = await stateOf(test)
  const facts = await gateFacts(test.context.database.pool, state, test.now(), false)
  const report = promotionReport(state.revision.compiled.gates, facts, test.now())
  return [report?.exit, report?.entry].flatMap((half) =>
    (half?.criteria ?? [])
      .filter((criterion) => criterion.state === 'unmet' || criterion.state === 'no_data')
      .map((criterion) => `${half?.phase}/${half?.side} ${criterion.id}: ${criterion.reasons.slice(0, 3).join(' | ')}`),
  )
}

export const send = (
  test: TestDatabase,
  token: TokenActor,
  body: Omit<Partial<UploadBody>, 'run'> & { run?: Partial<UploadBody['run']> },
): Promise<unknown> => {
  const { run, samples, ...rest } = body
  const startedAt = new Date(test.now() - 600_000).toISOString()
  const bytes = Buffer.from(JSON.stringify(runBody({ startedAt, ...run }, samples ?? [], rest)))
  return acceptUpload(test.context, token, { program: PROGRAM, key: null, bytes })
}

/** Evidence results of these ids, observed now. */
export const evidenceNow = (
  test: TestDatabase,
  ids: readonly string[],
  outcome: 'pass' | 'fail' = 'pass',
): NonNullable<UploadBody['evidence']> =>
  ids.map((id) => ({
    id,
    outcome,
    observedAt: new Date(test.now() - 60_000).toISOString(),
    artifact: { uri: `s3://ci/${id}.json` },
    command: 'rch exec -- cargo test',
  }))

/** Someone for each role, holding it. */
export async function holders(test: TestDatabase): Promise<Map<string, UserActor>> {
  const { gates } = (await stateOf(test)).revision.compiled
  const found = new Map<string, UserActor>()
  for (const [role, title] of gates.roles) {
    const actor = await person(test, title)
    await grantRole(test.context, operator, { program: PROGRAM, user: actor.user, role })
    found.set(role, actor)
  }
  return found
}

/** A decided decision, as the effects of one refer to it. */
export async function decided(test: TestDatabase, kind: string, by: UserActor): Promise<number> {
  const { pool } = test.context.database
  // Two at once may take one number: the second looks again.
  const { rows } = await lookingAgain(() =>
    pool.query<{ id: number }>(
      `INSERT INTO decision (program_id, number, kind, subject, title, question, recommendation, input, state, outcome, round, proposed_by, proposed_at, sealed_at, ended_at)
     SELECT p.id, coalesce((SELECT max(number) FROM decision), 0) + 1, $2, coalesce((SELECT max(number) FROM decision), 0)::text, 't', 'q', 'r', '{}', 'decided', 'approved', 1, $3, $4, $4, $4
     FROM program p WHERE p.slug = $1 RETURNING id`,
      [PROGRAM, kind, by.user, new Date(test.now())],
    ),
  )
  return rows[0]?.id ?? -1
}
