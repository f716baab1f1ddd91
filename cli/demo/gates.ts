import type { UserActor } from '@/lib/auth/actor'
import { type ProgramState, programState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { attest } from '@/lib/verbs/gate/attest'

/** The demo's attestations of a gate, each by a holder of the first role that may make it. All made up. */
export async function attestGate(
  context: Context,
  program: string,
  gate: { phase: string; side: 'entry' | 'exit' },
  users: ReadonlyMap<string, string>,
): Promise<void> {
  const state = await demoState(context, program)
  const phase = state.revision.compiled.gates.phases.find(({ id }) => id === gate.phase)
  for (const criterion of phase?.[gate.side] ?? []) {
    for (const check of criterion.checks) {
      const role = check.kind === 'attested' ? check.roles.find((one) => users.has(one)) : undefined
      const user = users.get(role ?? '')
      if (check.kind !== 'attested' || role === undefined || user === undefined) continue
      const actor: UserActor = { kind: 'user', user }
      await attest(context, actor, {
        program,
        phase: gate.phase,
        gate: gate.side,
        criterion: criterion.id,
        role,
        evidence: check.evidence.map((_, index) => ({
          uri: `https://docs.example.test/gates/${criterion.id}/${index + 1}`,
          sha256: null,
        })),
        command: check.command ? `rch exec -- ./gates/${criterion.id}.sh` : null,
      })
    }
  }
}

async function demoState({ database }: Context, program: string): Promise<ProgramState> {
  const state = await programState(database, database.pool, program)
  if (state === null) throw new Error(`the demo has no program ${program}`)
  return state
}
