import { z } from 'zod'
import { type UserActor, actorId } from '@/lib/auth/actor'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context, Transaction } from '@/lib/db/transact'
import { openingOf } from '@/lib/domain/incident/severity'
import { outsidePointers, type PointerInput, read, wordsUpTo } from '../evidence'
import { inProgram } from '../in-program'
import { lookingAgain } from '../looking-again'
import { permitAct } from '../permit'
import { invalid } from '../refusal'
import { openIncident } from './open'
import { addSignal } from './signal'

export interface DeclareInput {
  /** The program's slug. */
  program: string
  /** A kill criterion, or a rollback trigger. */
  criterion: string
  statement: string
  evidence: PointerInput[]
}

export interface DeclaredIncident {
  incident: number
  /** false where one was open already: this was added to it. */
  opened: boolean
}

const schema = z.object({ statement: wordsUpTo(4_000, 'Say what was seen.'), evidence: outsidePointers })

/**
 * Declares a kill criterion or a rollback trigger, with evidence (semantics 8): the phase is stopped at once and a
 * decision is due by the program's SLA. Where an incident of it is open, this is added to that one. Needs
 * `declare_incident`.
 */
export async function declareIncident(
  context: Context,
  actor: UserActor,
  input: DeclareInput,
): Promise<DeclaredIncident> {
  return lookingAgain(() =>
    inProgram<DeclaredIncident>(context, actor, input.program, async (tx, state) => {
      await permitAct(tx.client, actor, state, 'declare_incident')
      const { criterion } = input
      const opening = openingOf(state.revision.compiled.program, criterion)
      if (opening === null) {
        const message = 'Choose a kill criterion or a rollback trigger.'
        throw invalid([{ path: 'criterion', code: 'unknown', message }])
      }
      const { statement, evidence } = read(schema, input)
      const by = actorId(actor)
      const said = { criterion, statement, evidence, by, fired: null }
      const open = await openIncidentOf(tx, state, criterion)
      if (open !== null) {
        return {
          result: { incident: open, opened: false },
          entries: [await addSignal(tx, { incident: open, ...said })],
        }
      }
      const opened = await openIncident(tx, state, { ...opening, criteria: [criterion], statement, by, run: null })
      const signal = await addSignal(tx, { incident: opened.incident, ...said })
      return { result: { incident: opened.incident, opened: true }, entries: [opened.entry, signal] }
    }),
  )
}

async function openIncidentOf({ client }: Transaction, state: ProgramState, criterion: string): Promise<number | null> {
  const { rows } = await client.query<{ incident_id: number }>(
    'SELECT incident_id FROM incident_criterion WHERE program_id = $1 AND criterion = $2 AND ended_at IS NULL',
    [state.id, criterion],
  )
  return rows[0]?.incident_id ?? null
}
