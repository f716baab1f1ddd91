import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { statementWords } from '@/lib/domain/incident/statement'
import { actorNames } from './actor-names'

/** A run by its CI's id, and the number that its page goes by. */
export interface RunNameDto {
  id: string
  number: number
}

/** An incident or a review (semantics 8, 15). */
export interface IncidentDto {
  id: number
  kind: 'kill' | 'rollback' | 'review'
  state: 'open' | 'ended'
  /** Kill criteria or a rollback trigger; of a review, metrics. */
  criteria: { id: string; text: string }[]
  statement: string
  phase: string | null
  openedAt: string
  openedBy: string
  /** The gated run that opened it; null where a person or the clock did. */
  run: RunNameDto | null
  /** Until when it must be decided; null where the program has no SLA for it. */
  dueAt: string | null
  endedAt: string | null
  outcome: string | null
  /** Number of the decision that ended it. */
  decision: number | null
  postMortem: { dueAt: string; uri: string | null; at: string | null } | null
}

/** What of an incident's row makes its DTO. */
export const incidentInclude = {
  criteria: { orderBy: { criterion: 'asc' } },
  decision: { select: { number: true } },
  postMortem: true,
  run: { select: { id: true, externalId: true } },
} as const

interface Row {
  id: number
  kind: IncidentDto['kind']
  phase: string | null
  statement: string
  openedBy: string
  openedAt: Date
  dueAt: Date | null
  endedAt: Date | null
  outcome: string | null
  postMortemDueAt: Date | null
  criteria: { criterion: string }[]
  decision: { number: number } | null
  postMortem: { uri: string; at: Date } | null
  run: RunRow | null
}

interface RunRow {
  id: number
  externalId: string
}

export const runName = (run: RunRow | null): RunNameDto | null =>
  run === null ? null : { id: run.externalId, number: run.id }

/** What incidents call their actors: what nobody did but the passing of time is the clock's. */
export async function whoIn(context: Context, actors: readonly string[]): Promise<(actor: string) => string> {
  const nameOf = await actorNames(context, actors)
  return (actor) => (actor === 'system' ? 'the clock' : nameOf(actor))
}

export function incidentDto(state: ProgramState, row: Row, nameOf: (actor: string) => string): IncidentDto {
  return {
    id: row.id,
    kind: row.kind,
    state: row.endedAt === null ? 'open' : 'ended',
    criteria: row.criteria.map(({ criterion }) => ({ id: criterion, text: criterionText(state, criterion) })),
    statement: statementWords(row.statement, row.openedBy),
    phase: row.phase,
    openedAt: row.openedAt.toISOString(),
    openedBy: nameOf(row.openedBy),
    run: runName(row.run),
    dueAt: row.dueAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    outcome: row.outcome,
    decision: row.decision?.number ?? null,
    postMortem:
      row.postMortemDueAt === null
        ? null
        : {
            dueAt: row.postMortemDueAt.toISOString(),
            uri: row.postMortem?.uri ?? null,
            at: row.postMortem?.at.toISOString() ?? null,
          },
  }
}

/** The program's words for what an incident is about, or its id where the program has it no longer. */
function criterionText({ revision }: ProgramState, criterion: string): string {
  const { gates, program } = revision.compiled
  const metric = program.scoreboard.metrics.find(({ id }) => id === criterion)
  if (metric !== undefined) return `${metric.id} ${metric.title}`
  return gates.killCriteria.get(criterion) ?? gates.rollbackTriggers.get(criterion) ?? criterion
}
