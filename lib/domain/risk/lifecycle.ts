import type { Instant } from '../instant'
import type { Window, WindowRule } from '../window/window'
import type { ReviewCadence, RiskState } from './event'

/** A mitigation as far as a transition asks after it. */
export interface MitigationFacts {
  title: string
  withdrawn: boolean
  verifiedAt: Instant | null
  /** How many dated milestones it has. */
  milestones: number
}

/** What a transition depends on (semantics 9). */
export interface LifecycleFacts {
  state: RiskState
  stateSince: Instant
  /** Owned by someone who is active and named. */
  owned: boolean
  review: ReviewCadence
  /** The last trigger, or the last time that it came again. */
  lastTriggerAt: Instant | null
  /** Bound signals that fail, in words. */
  failing: readonly string[]
  mitigations: readonly MitigationFacts[]
  /** When its closure criteria were evidenced. */
  closureEvidence: readonly Instant[]
  /** The program's stored windows, oldest first: at least those since its last trigger or move. */
  windows: readonly Window[]
  windowLength: WindowRule['length']
}

/** One thing that a transition asks for; `detail` says how that stands, and is what a refusal says. */
export interface ChecklistItem {
  id: 'owner' | 'plan' | 'quiet' | 'signals' | 'verified' | 'closure' | 'decision'
  text: string
  met: boolean
  detail: string
}

/** The one step a risk can take next. `allowed`: someone may take it now. To Closed only a decision leads. */
export interface NextTransition {
  to: 'mitigating' | 'watch' | 'closed'
  allowed: boolean
  checklist: ChecklistItem[]
}

/** The step that a risk can take next, with all that it asks for; null for a closed risk. */
export function nextTransition(risk: LifecycleFacts, now: Instant): NextTransition | null {
  switch (risk.state) {
    case 'open':
      return step('mitigating', [ownerItem(risk), planItem(risk)])
    case 'mitigating':
      return step('watch', [quietItem(risk, now), signalsItem(risk), verifiedItem(risk)])
    case 'watch':
      return step('closed', [closureItem(risk), signalsItem(risk), decisionItem])
    case 'closed':
      return null
  }
}

/** What stands against closing a risk that a decision would close: nothing, or the items that are unmet. */
export function againstClosing(risk: LifecycleFacts): ChecklistItem[] {
  const items = [closureItem(risk), signalsItem(risk)].filter((item) => !item.met)
  if (risk.state === 'watch') return items
  const detail = 'Only a risk in Watch can be closed.'
  return [{ id: 'decision', text: 'The risk is in Watch.', met: false, detail }, ...items]
}

/** Where a trigger puts a risk, whatever state it is in. */
export const afterTrigger = (_state: RiskState): RiskState => 'open'

/**
 * Whole stored windows that must pass without a trigger: one full cadence window (semantics 9). A review every two
 * weeks takes two weekly windows; a window longer than the cadence is one.
 */
export function quietWindows(review: ReviewCadence, length: WindowRule['length']): number {
  const perCadence: Record<WindowRule['length'], Record<ReviewCadence, number>> = {
    P1D: { 'twice-weekly': 4, weekly: 7, 'bi-weekly': 14 },
    P1W: { 'twice-weekly': 1, weekly: 1, 'bi-weekly': 2 },
    P1M: { 'twice-weekly': 1, weekly: 1, 'bi-weekly': 1 },
  }
  return perCadence[length][review]
}

const step = (to: NextTransition['to'], checklist: ChecklistItem[]): NextTransition => ({
  to,
  allowed: checklist.every((item) => item.met),
  checklist,
})

const item = (id: ChecklistItem['id'], text: string, met: boolean, yes: string, no: string): ChecklistItem => ({
  id,
  text,
  met,
  detail: met ? yes : no,
})

function ownerItem({ owned }: LifecycleFacts): ChecklistItem {
  return item('owner', 'An owner, active and named', owned, 'It has an owner.', 'Nobody active owns it.')
}

const standing = ({ mitigations }: LifecycleFacts): MitigationFacts[] => mitigations.filter((one) => !one.withdrawn)

function planItem(risk: LifecycleFacts): ChecklistItem {
  const plan = standing(risk)
  const dated = plan.some((one) => one.milestones > 0)
  const no = plan.length === 0 ? 'There is no mitigation plan.' : 'No mitigation has a dated milestone.'
  return item('plan', 'A mitigation plan with a dated milestone', dated, 'There is a plan with dated milestones.', no)
}

function quietItem(risk: LifecycleFacts, now: Instant): ChecklistItem {
  const needed = quietWindows(risk.review, risk.windowLength)
  const since = Math.max(risk.stateSince, risk.lastTriggerAt ?? risk.stateSince)
  const passed = risk.windows.filter((window) => window.start >= since && window.end <= now).length
  const [windows, have] = [needed === 1 ? 'window' : 'windows', passed === 1 ? 'has' : 'have']
  return item(
    'quiet',
    `No trigger for one full cadence window (${needed === 1 ? 'one whole window' : `${needed} whole windows in a row`})`,
    passed >= needed,
    `${needed === 1 ? 'A whole window has' : `${needed} whole windows have`} passed without a trigger.`,
    `${passed} of ${needed} whole ${windows} ${have} passed since its last trigger and since it is Mitigating.`,
  )
}

function signalsItem({ failing }: LifecycleFacts): ChecklistItem {
  const no = failing.length === 1 ? `This signal fails: ${failing[0]}.` : `These signals fail: ${failing.join('; ')}.`
  return item('signals', 'No bound signal fails', failing.length === 0, 'No bound signal fails.', no)
}

/** A verification counts until the next trigger: what was proven before it did not hold. */
function verifiedItem(risk: LifecycleFacts): ChecklistItem {
  const plan = standing(risk)
  const lacking = plan.filter((one) => one.verifiedAt === null || one.verifiedAt <= (risk.lastTriggerAt ?? -Infinity))
  const text = 'Every mitigation verified with evidence since the last trigger'
  const met = plan.length > 0 && lacking.length === 0
  const no =
    plan.length === 0 ? 'There is no mitigation.' : `Not verified: ${lacking.map(({ title }) => title).join('; ')}.`
  return item('verified', text, met, 'Every mitigation is verified.', no)
}

/** Evidence counts from Watch on: what was shown earlier was shown of another state of things. */
function closureItem({ state, stateSince, closureEvidence }: LifecycleFacts): ChecklistItem {
  const met = state === 'watch' && closureEvidence.some((at) => at >= stateSince)
  const text = 'Closure criteria met, with evidence recorded in Watch'
  return item('closure', text, met, 'The closure criteria are evidenced.', 'The closure criteria are not evidenced.')
}

const decisionItem: ChecklistItem = {
  id: 'decision',
  text: 'A signed decision to close it',
  met: false,
  detail: 'It is closed by a signed decision, and by nothing else.',
}
