import type { ProgramState } from '@/lib/db/program-state'
import type { Transaction } from '@/lib/db/transact'
import { dueInstant } from '@/lib/domain/calendar/calendar'
import { type Instant, iso } from '@/lib/domain/instant'
import type { IncidentKind, Severity } from '@/lib/domain/incident/severity'
import type { EntryDraft } from '@/lib/register/entry'
import { wordsDigest } from '../evidence'

/** The longest statement that a run or the clock makes. */
export const STATEMENT = 1_000

/** What an incident is about, and how soon it must be decided. */
export interface Opening {
  kind: IncidentKind
  severity: Severity
  /** Kill criteria, a rollback trigger, or for a review metrics. */
  criteria: readonly string[]
  statement: string
  /** An actor's id. */
  by: string
  /** The gated run that fired it, by its number; null where a person or the clock did. */
  run: number | null
}

/** An incident that was opened or joined, with the criteria that did so. */
export interface Stop {
  incident: number
  kind: IncidentKind
  criteria: string[]
}

/** What something stopped, and what the register is to hold of it. */
export interface Stopped {
  stops: Stop[]
  entries: EntryDraft[]
}

export const nothingStopped: Stopped = { stops: [], entries: [] }

/**
 * Opens an incident or a review: the clock of the program's SLA starts (semantics 8, 11). Fails on a unique index where
 * one of the same criterion is open; whoever comes second looks again.
 */
export async function openIncident(
  { prisma, now }: Transaction,
  state: ProgramState,
  { kind, severity, criteria, statement, by, run }: Opening,
): Promise<{ incident: number; entry: EntryDraft }> {
  const { calendar } = state.revision.compiled.program
  const due = deadline(state, severity, now)
  const { phase } = state
  const sorted = [...criteria].sort()
  const row = await prisma.incident.create({
    data: {
      programId: state.id,
      kind,
      phase,
      statement,
      openedBy: by,
      openedAt: new Date(now),
      dueAt: due === null ? null : new Date(due),
      calendarRevision: calendar.revision,
      runId: run,
      criteria: { create: sorted.map((criterion) => ({ programId: state.id, criterion })) },
    },
  })
  return {
    incident: row.id,
    entry: {
      type: 'incident.opened',
      payload: {
        incident: row.id,
        kind,
        criteria: sorted,
        phase,
        due: due === null ? null : iso(due),
        calendar: calendar.revision,
        statementDigest: wordsDigest(statement),
        ...(run === null ? {} : { run }),
      },
    },
  }
}

/** Until when it must be decided; null where the program has no SLA of that severity. */
function deadline({ revision }: ProgramState, severity: Severity, now: Instant): Instant | null {
  const { governance, calendar, zone } = revision.compiled.program
  const sla = governance.slas.find((one) => one.severity === severity)
  return sla === undefined ? null : dueInstant(calendar, zone, now, sla.due)
}
