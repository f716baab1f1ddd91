import { decisionRule, type GovernanceRules, rolesOf } from '../decision/rule'

/**
 * The roles that are told when a metric has no data or cannot be judged (semantics 5): the one that the definition names,
 * else whoever decides `stop_or_continue`, else whoever ends incidents: a call that nobody hears is none.
 */
export function metricOwners(governance: GovernanceRules, owner: string | undefined): string[] {
  if (owner !== undefined) return [owner]
  const rule = decisionRule(governance, 'stop_or_continue') ?? decisionRule(governance, 'incident')
  return rule === null ? [] : rolesOf(rule)
}
