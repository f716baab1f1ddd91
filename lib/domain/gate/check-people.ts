import { DAY } from '../instant'
import { formatSpan } from '../metric/format'
import type { AttestationFact } from './facts'
import { type Finding, met, notMet, pointer } from './finding'
import type { Judging } from './judging'
import type { GateCheck, GateSide } from './program'
import type { GatePointer } from './types'

type CheckOf<Kind extends GateCheck['kind']> = Extract<GateCheck, { kind: Kind }>

/** Which criterion of which gate is judged. */
export interface Place {
  phase: string
  side: GateSide
  criterion: string
}

const isFor =
  (place: Place, kind: AttestationFact['kind']) =>
  (one: AttestationFact): boolean =>
    one.kind === kind &&
    one.phase === place.phase &&
    one.side === place.side &&
    one.criterion === place.criterion &&
    one.withdrawnAt === null

/**
 * One of the roles says so, with a pointer for everything that is asked for. Of several that count the newest is
 * relied on. One that shows something else, since the definition asked for something else then, does not count.
 */
export function judgeAttested(check: CheckOf<'attested'>, { program, facts, now }: Judging, place: Place): Finding {
  const who = check.roles.map((role) => program.roles.get(role) ?? role).join(' or ')
  const step = `attest: the ${who} attests it, with pointers to ${check.evidence.join('; ')}${check.command ? '; and the exact command' : ''}`
  const said = facts.attestations.filter(isFor(place, 'attested'))
  const fitting = said.filter(
    (one) =>
      check.roles.includes(one.role) &&
      check.evidence.every((what) => one.evidence.some(({ shows }) => shows === what)) &&
      (!check.command || one.command !== null),
  )
  const counts = fitting.filter(({ at }) => check.maxAgeDays === undefined || now - at <= check.maxAgeDays * DAY)
  const newest = counts.at(-1)
  if (newest !== undefined) return met([attestationPointer(newest)], { attestations: [newest.id] })
  const old = fitting.at(-1)
  if (old !== undefined) {
    const reason = `stale: the attestation is ${formatSpan(now - old.at)} old and counts for ${check.maxAgeDays} days`
    return notMet('unmet', reason, step, [attestationPointer(old)])
  }
  const other = said.at(-1)
  if (other !== undefined) {
    const reason = `other_evidence: it was attested, but not by ${who} with all that is asked for`
    return notMet('unmet', reason, step, [attestationPointer(other)])
  }
  return notMet('unmet', `not_attested: the ${who} has not attested it`, step)
}

/** So many different records of the system, each entered by one of the roles. */
export function judgeRecord(check: CheckOf<'record'>, { program, facts }: Judging, place: Place): Finding {
  const { system, roles, count } = check
  const entered = facts.attestations.filter(isFor(place, 'record'))
  const byRecord = new Map<string, AttestationFact>()
  for (const one of entered) {
    if (one.system === system && roles.includes(one.role) && one.recordId !== null) byRecord.set(one.recordId, one)
  }
  const records = [...byRecord.values()]
  const evidence = records.map(attestationPointer)
  if (records.length >= count) return met(evidence, { attestations: records.map(({ id }) => id) })
  const who = roles.map((role) => program.roles.get(role) ?? role).join(' or ')
  const reason = `too_few_records: ${records.length} of ${count} records of "${system}" are entered`
  return notMet('unmet', reason, `record: the ${who} enters ${count - records.length} more of "${system}"`, evidence)
}

/** A decision of that kind was approved since the phase was entered; before the first phase, ever. */
export function judgeDecision(check: CheckOf<'decision'>, { facts }: Judging): Finding {
  const since = facts.phaseEnteredAt ?? -Infinity
  const found = facts.decisions.filter(({ kind, decidedAt }) => kind === check.decision && decidedAt >= since).at(-1)
  if (found !== undefined) {
    return met([pointer('decision', `${found.number}`, `decision ${found.number}`, { at: found.decidedAt })])
  }
  const kind = check.decision.replaceAll('_', ' ')
  return notMet('unmet', `undecided: no ${kind} has been approved in this phase`, `decide: a ${kind} is approved`)
}

function attestationPointer(one: AttestationFact): GatePointer {
  const what = one.kind === 'record' ? `${one.system} ${one.recordId}, entered by` : 'attested by'
  const [first] = one.evidence
  return pointer(one.kind === 'record' ? 'record' : 'attestation', `${one.id}`, `${what} ${one.person.name}`, {
    at: one.at,
    uri: first?.uri ?? null,
    sha256: first?.sha256 ?? null,
    command: one.command,
  })
}
