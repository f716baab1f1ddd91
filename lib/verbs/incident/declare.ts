import { z } from 'zod'
import { type UserActor, actorId } from '@/lib/auth/actor'
import { sqlState, sqlStateOf } from '@/lib/db/errors'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context, Transaction } from '@/lib/db/transact'
import { dueInstant } from '@/lib/domain/calendar/calendar'
import { type Instant, iso } from '@/lib/domain/instant'
import type { EntryDraft } from '@/lib/register/entry'
import { outsidePointers, type PointerInput, read, wordsDigest, wordsUpTo } from '../evidence'
import { inProgram } from '../in-program'
import { permitAct } from '../permit'
import { invalid } from '../refusal'
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
const ATTEMPTS = 3

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
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inProgram<DeclaredIncident>(context, actor, input.program, async (tx, state) => {
        await permitAct(tx.client, actor, state, 'declare_incident')
        const what = declared(state, input.criterion)
        const { statement, evidence } = read(schema, input)
        const said = { criterion: input.criterion, statement, evidence, by: actorId(actor), run: null }
        const open = await openIncidentOf(tx, state, input.criterion)
        if (open !== null) {
          return { result: { incident: open, opened: false }, entries: [await addSignal(tx, open, said)] }
        }
        const opened = await openIncident(tx, state, what, input.criterion, statement, actorId(actor))
        const signal = await addSignal(tx, opened.incident, said)
        return { result: { incident: opened.incident, opened: true }, entries: [opened.entry, signal] }
      })
    } catch (error) {
      // Another was first to open one of this criterion: add to that one.
      if (sqlStateOf(error) !== sqlState.uniqueViolation || attempt === ATTEMPTS) throw error
    }
  }
}

interface Declared {
  kind: 'kill' | 'rollback'
  severity: 'critical' | 'high'
}

function declared({ revision }: ProgramState, criterion: string): Declared {
  const { program } = revision.compiled
  if (program.killCriteria.some(({ id }) => id === criterion)) return { kind: 'kill', severity: 'critical' }
  const trigger = program.rollbackTriggers.find(({ id }) => id === criterion)
  if (trigger !== undefined) return { kind: 'rollback', severity: trigger.severity }
  throw invalid([{ path: 'criterion', code: 'unknown', message: 'Choose a kill criterion or a rollback trigger.' }])
}

async function openIncidentOf({ client }: Transaction, state: ProgramState, criterion: string): Promise<number | null> {
  const { rows } = await client.query<{ incident_id: number }>(
    'SELECT incident_id FROM incident_criterion WHERE program_id = $1 AND criterion = $2 AND ended_at IS NULL',
    [state.id, criterion],
  )
  return rows[0]?.incident_id ?? null
}

async function openIncident(
  { prisma, now }: Transaction,
  state: ProgramState,
  { kind, severity }: Declared,
  criterion: string,
  statement: string,
  openedBy: string,
): Promise<{ incident: number; entry: EntryDraft }> {
  const { program } = state.revision.compiled
  const due = deadline(state, severity, now)
  const { phase } = state
  const row = await prisma.incident.create({
    data: {
      programId: state.id,
      kind,
      phase,
      statement,
      openedBy,
      openedAt: new Date(now),
      dueAt: due === null ? null : new Date(due),
      calendarRevision: program.calendar.revision,
      criteria: { create: [{ programId: state.id, criterion }] },
    },
  })
  return {
    incident: row.id,
    entry: {
      type: 'incident.opened',
      payload: {
        incident: row.id,
        kind,
        criteria: [criterion],
        phase,
        due: due === null ? null : iso(due),
        calendar: program.calendar.revision,
        statementDigest: wordsDigest(statement),
      },
    },
  }
}

/** Until when it must be decided; null where the program has no SLA of that severity. */
function deadline({ revision }: ProgramState, severity: Declared['severity'], now: Instant): Instant | null {
  const { governance, calendar, zone } = revision.compiled.program
  const sla = governance.slas.find((one) => one.severity === severity)
  return sla === undefined ? null : dueInstant(calendar, zone, now, sla.due)
}
