import { decisionRule, type GovernanceRules, rolesOf } from '../decision/rule'

/**
 * The roles that are told when a metric has no data or cannot be judged (semantics 5): the one that the definition names,
 * else whoever decides `stop_or_continue`. Empty where nobody decides that.
 */
export function metricOwners(governance: GovernanceRules, owner: string | undefined): string[] {
  if (owner !== undefined) return [owner]
  const rule = decisionRule(governance, 'stop_or_continue')
  return rule === null ? [] : rolesOf(rule)
}
