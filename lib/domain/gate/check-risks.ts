import { allOf, type Finding, met, notMet, pointer } from './finding'
import type { RiskFact } from './facts'
import type { Judging } from './judging'
import type { GateCheck } from './program'

type CheckOf<Kind extends GateCheck['kind']> = Extract<GateCheck, { kind: Kind }>

export function judgeRisks(check: CheckOf<'risks'>, judging: Judging): Finding {
  const findings: Finding[] = []
  if (check.unownedAtOrAbove !== undefined) findings.push(unownedRisks(judging, check.unownedAtOrAbove))
  if (check.open !== undefined) findings.push(noneIn(check.open, judging))
  return allOf(findings)
}

/** No risk at or above the score is without an active, named person. Closed risks are carried nowhere. */
export function unownedRisks(judging: Judging, threshold: number): Finding {
  const { known, findings } = registered(judging)
  const unowned = known.filter((risk) => risk.state !== 'closed' && risk.score >= threshold && !risk.owned)
  for (const risk of unowned) {
    const role = judging.program.roles.get(risk.ownerRole) ?? risk.ownerRole
    findings.push(
      notMet(
        'unmet',
        `unowned: ${risk.key} ${risk.title}, score ${risk.score}, has no owner`,
        `own: a ${role} owns ${risk.key}`,
        [riskPointer(risk)],
      ),
    )
  }
  return findings.length === 0 ? met() : allOf(findings)
}

function noneIn(states: readonly string[], judging: Judging): Finding {
  const { known, findings } = registered(judging)
  const named = states.map((state) => state.toLowerCase())
  for (const risk of known.filter(({ state }) => named.includes(state.toLowerCase()))) {
    findings.push(
      notMet(
        'unmet',
        `risk_${risk.state.toLowerCase()}: ${risk.key} ${risk.title} is ${risk.state}`,
        `move: ${risk.key} leaves ${risk.state}`,
        [riskPointer(risk)],
      ),
    )
  }
  return findings.length === 0 ? met() : allOf(findings)
}

/** Risks that the definition names and the register lacks are missing data: an empty register is never a pass. */
function registered({ program, facts }: Judging): { known: readonly RiskFact[]; findings: Finding[] } {
  const known = facts.risks ?? []
  const missing = program.risks.filter((key) => !known.some((risk) => risk.key === key))
  const findings = missing.map((key) =>
    notMet('no_data', `unknown_risk: nothing is known of ${key}`, `register: ${key} is in the register`),
  )
  if (facts.risks === null && findings.length === 0) {
    findings.push(notMet('no_data', 'no_risks: the risk register could not be read', 'register: the register is read'))
  }
  return { known, findings }
}

const riskPointer = ({ key, title }: RiskFact) => pointer('risk', key, `${key} ${title}`)

/** No kill criterion is active: no incident of one is open, and no review of them. */
export function judgeKillCriteria({ program, facts }: Judging): Finding {
  const active = facts.incidents.filter(
    ({ kind, criteria }) => kind !== 'rollback' || criteria.some((id) => program.killCriteria.has(id)),
  )
  if (active.length === 0) return met()
  return allOf(
    active.map(({ id, criteria, openedAt }) =>
      notMet(
        'unmet',
        `kill_active: incident ${id} is open: ${criteria.join(', ')}`,
        `decide: a decision ends incident ${id}`,
        [pointer('incident', `${id}`, `incident ${id}`, { at: openedAt })],
      ),
    ),
  )
}
