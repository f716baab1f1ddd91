import { type IncidentKind, type Severity, severityOf } from './severity'

/** The part of a definition that says whom a missed deadline escalates to. */
interface Clocks {
  killCriteria: readonly { id: string }[]
  rollbackTriggers: readonly { id: string; severity: Severity }[]
  governance: { slas: readonly { severity: string; path: readonly string[] }[] }
}

/** The severity of an open incident, and the roles that it escalates to once it was not decided in time (semantics 11). */
export function escalationOf(
  program: Clocks,
  incident: { kind: IncidentKind; criteria: readonly string[] },
): { severity: Severity; path: string[] } {
  const severity = severityOf(program, incident)
  const sla = program.governance.slas.find((one) => one.severity === severity)
  return { severity, path: [...(sla?.path ?? [])] }
}
