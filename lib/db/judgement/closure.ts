import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { againstClosing, nextTransition } from '@/lib/domain/risk/lifecycle'
import { riskFact } from '../risk-facts'
import { riskLifecycle } from '../risk-lifecycle'
import type { Judge } from './judged'

/** A risk closure stands on its checklist (seed 10.2, semantics 7): what leads from Watch to Closed. */
export const judgeClosure: Judge<DecisionInputs['risk_closure']> = async ({ db, state, now, input }) => {
  const risk = await riskFact(db, state.id, input.risk)
  if (risk === null) return { items: {}, needs: [`There is no risk ${input.risk}.`], sections: {} }
  const facts = await riskLifecycle(db, state, risk)
  const against = againstClosing(facts)
  const checklist = (nextTransition(facts, now)?.checklist ?? []).filter(({ id }) => id !== 'decision')
  return {
    items: {
      [`Risk ${risk.key}`]: risk.state,
      ...Object.fromEntries(checklist.map(({ text, met }) => [text, met ? 'met' : 'unmet'])),
    },
    needs: against.map(({ detail }) => detail),
    sections: {
      closure: {
        risk: risk.key,
        title: risk.title,
        criteria: risk.closure,
        checklist: checklist.map(({ text, met, detail }) => ({ text, met, detail })),
        evidence: risk.closureEvidence.map(({ evidence, note, at }) => ({
          evidence,
          note,
          at: new Date(at).toISOString(),
        })),
      },
    },
  }
}
