import type { RiskFact } from '@/lib/db/risk-facts'
import type { RiskFields } from '@/lib/domain/risk/event'
import { canonicalJson, type Json } from '@/lib/register/canonical'

/** Those of the fields that differ from what the risk has. */
export function changedFields(risk: RiskFact, fields: Partial<RiskFields>): Partial<RiskFields> {
  const text = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)) as Json)
  const entries = Object.entries(fields).filter(([field, value]) => text(value) !== text(risk[field as keyof RiskFact]))
  return Object.fromEntries(entries)
}
