import type { Path } from '../fault'
import type { Program } from '../schema/program'
import type { Draft } from '../shape'
import { type Checker, type Definition, either, present } from './checker'
import type { Names } from './names'

type Council = Program['governance']['councils'][number]

/** Who may do and decide what: roles, councils that can reach a decision, one way to decide each kind. */
export function checkGovernance(checker: Checker, program: Definition, names: Names): void {
  const { governance, permissions, ciIdentities } = program
  checker.declare(['ciIdentities'], 'CI identity', ciIdentities)
  for (const [act, roles] of Object.entries(permissions ?? {})) {
    if (Array.isArray(roles)) checker.allKnown(['permissions', act], roles, names.roles)
  }
  for (const [c, council] of present(governance?.councils)) {
    checkCouncil(checker, ['governance', 'councils', c], council, names)
  }
  for (const [d, decision] of present(governance?.decisions)) {
    const at = ['governance', 'decisions', d]
    checker.known([...at, 'council'], decision.council, names.councils)
    checker.known([...at, 'role'], decision.role, names.roles)
    if ((decision.council === undefined) !== (decision.role === undefined)) continue
    const message = `${decision.kind} is decided by one council or by one role`
    checker.reportLack(at, 'missing', message, [
      [...at, 'council'],
      [...at, 'role'],
    ])
  }
  checker.declare(['governance', 'rights'], 'right', governance?.rights)
  for (const [r, right] of present(governance?.rights)) {
    checker.allKnown(['governance', 'rights', r, 'decisions'], right.decisions, names.decisions)
  }
  checker.declare(['governance', 'slas'], 'SLA', governance?.slas)
  checker.distinct(['governance', 'slas'], 'severity', governance?.slas, (severity) => `${severity} has two deadlines`)
  for (const [s, sla] of present(governance?.slas)) {
    checker.allKnown(['governance', 'slas', s, 'path'], sla.path, names.roles)
  }
  checker.declare(['governance', 'packet'], 'part of a packet', governance?.packet)
  checker.known(['governance', 'waivers', 'council'], governance?.waivers?.council, names.councils)
  const waivable = either('metric or criterion', names.metrics, names.criteria)
  checker.allKnown(['governance', 'waivers', 'never'], governance?.waivers?.never, waivable)
}

function checkCouncil(checker: Checker, at: Path, council: Draft<Council>, names: Names): void {
  const { seats, approvals, split } = council
  const roles = checker.distinct([...at, 'seats'], 'role', seats, (role) => `${role} has a seat here already`)
  for (const [s, seat] of present(seats)) checker.known([...at, 'seats', s, 'role'], seat.role, names.roles)
  if (approvals !== undefined && seats !== undefined && approvals > roles.size) {
    const message = `${approvals} approvals of ${roles.size} seats cannot be`
    checker.reportLack([...at, 'approvals'], 'quorum', message, [[...at, 'seats']])
  }
  checker.known([...at, 'split', 'role'], split?.role, names.roles)
  if (split?.outcome === 'tie_break' && split.role === undefined) {
    checker.reportLack([...at, 'split'], 'missing', 'a tie-break needs the role that breaks it', [
      [...at, 'split', 'role'],
    ])
  }
}
