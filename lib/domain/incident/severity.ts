/** A kill criterion, a rollback trigger that no kill criterion names, or a review of the kill criteria. */
export type IncidentKind = 'kill' | 'rollback' | 'review'

export type Severity = 'critical' | 'high'

/** The part of a definition that says what stops a program. */
interface Stops {
  killCriteria: readonly { id: string }[]
  rollbackTriggers: readonly { id: string; severity: Severity }[]
}

/** What a declaration or a signal of a criterion opens; null where the program has none of that name. */
export function openingOf(
  { killCriteria, rollbackTriggers }: Stops,
  criterion: string,
): { kind: 'kill' | 'rollback'; severity: Severity } | null {
  if (killCriteria.some(({ id }) => id === criterion)) return { kind: 'kill', severity: 'critical' }
  const trigger = rollbackTriggers.find(({ id }) => id === criterion)
  return trigger === undefined ? null : { kind: 'rollback', severity: trigger.severity }
}

/**
 * How urgent an incident is that is open already (semantics 11): critical, but for one of rollback triggers of high
 * severity alone.
 */
export function severityOf(
  program: Stops,
  { kind, criteria }: { kind: IncidentKind; criteria: readonly string[] },
): Severity {
  const high = criteria.length > 0 && criteria.every((one) => openingOf(program, one)?.severity === 'high')
  return kind === 'rollback' && high ? 'high' : 'critical'
}
