import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { judgementItems } from '@/lib/domain/gate/judgement'
import { promotionReport } from '@/lib/domain/gate/report'
import type { GatePointer, GateReport } from '@/lib/domain/gate/types'
import { iso } from '@/lib/domain/instant'
import type { Json } from '@/lib/register/canonical'
import { gateFacts } from '../gate-facts'
import type { ProgramState } from '../program-state'
import type { Judge } from './judged'

/** A promotion stands on the exit of one phase and the entry of the next, at one instant (semantics 7). */
export const judgePromotion: Judge<DecisionInputs['promotion']> = async ({ db, state, now, input }) => {
  const facts = await gateFacts(db, state, now, true)
  const report = promotionReport(state.revision.compiled.gates, facts, now)
  if (report === null || report.to !== input.to) {
    return { items: { To: input.to }, needs: [`${input.to} is not the next phase.`], sections: {} }
  }
  const halves = [report.exit, report.entry].filter((half) => half !== null)
  const needs = halves.flatMap((half) =>
    half.criteria
      .filter(({ state: found }) => found !== 'met' && found !== 'waived')
      .map(({ id, text, state: found }) => `${half.phase} ${half.side}, ${id} is ${words[found]}: ${text}`),
  )
  const stands = report.met || needs.length > 0 ? needs : ['Nothing of these gates is met.']
  return {
    items: judgementItems(report),
    needs: stands,
    sections: { gates: halves.map((half) => gateSection(half, titleOf(state, half))) },
  }
}

const words: Record<GateReport['criteria'][number]['state'], string> = {
  met: 'met',
  unmet: 'not met',
  no_data: 'without data',
  waived: 'waived',
}

/** "Alpha entry" */
function titleOf({ revision }: ProgramState, { phase, side }: GateReport): string {
  const title = revision.compiled.program.phases.find(({ id }) => id === phase)?.title ?? phase
  return `${title} ${side}`
}

const gateSection = ({ phase, side, met, asOf, criteria }: GateReport, title: string): Json => ({
  phase,
  gate: side,
  title,
  met,
  asOf: iso(asOf),
  criteria: criteria.map((criterion) => ({
    id: criterion.id,
    text: criterion.text,
    standing: criterion.standing,
    state: criterion.state,
    reasons: criterion.reasons,
    evidence: criterion.evidence.map(pointerSection),
  })),
})

const pointerSection = ({ kind, id, label, at, run, uri, sha256, command }: GatePointer): Json => ({
  kind,
  id,
  label,
  at: at === null ? null : iso(at),
  run: run?.id ?? null,
  uri,
  sha256,
  command,
})
