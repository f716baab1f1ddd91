import { DAY, type Instant } from '../instant'
import { activeWaivers, type Waivable, type Waiver } from './active'

/** What a program allows (semantics 6). */
export interface WaiverPolicy {
  verdicts: readonly Waivable[]
  maxDays: number
  maxOpen: number
  /** Ids of metrics and criteria. */
  never: readonly string[]
  compensatingControl: boolean
  followUp: boolean
}

/** A waiver as it is asked for. */
export interface WaiverRequest {
  of: 'series' | 'criterion'
  target: string
  /** The metric of a series; null for a criterion. */
  metric: string | null
  verdict: Waivable
  start: Instant
  end: Instant
  expiresAt: Instant
  control: string | null
  followUp: string | null
}

/** One objection: which field, a stable code, and what is wrong. */
export interface Objection {
  field: 'target' | 'verdict' | 'from' | 'to' | 'expiresOn' | 'control' | 'followUp'
  code: string
  message: string
}

/**
 * What the program's policy has against a waiver, as of now; empty where it may be asked for, and later opened.
 * `standing` are all waivers of the program: those that hold now count against `maxOpen`.
 */
export function objections(
  policy: WaiverPolicy,
  asked: WaiverRequest,
  standing: readonly Waiver[],
  now: Instant,
): Objection[] {
  const found: Objection[] = []
  const object = (field: Objection['field'], code: string, message: string): void => {
    found.push({ field, code, message })
  }
  if (policy.verdicts.length === 0) object('target', 'no_waivers', 'This program allows no waivers.')
  else if (!policy.verdicts.includes(asked.verdict)) {
    object('verdict', 'not_waivable', `Only ${policy.verdicts.map(words).join(' and ')} may be waived here.`)
  }
  if (policy.never.includes(asked.target) || (asked.metric !== null && policy.never.includes(asked.metric))) {
    object('target', 'never_waived', `${asked.metric ?? asked.target} may never be waived here.`)
  }
  if (asked.end <= asked.start) object('to', 'backwards', 'The last window lies before the first.')
  if (asked.end <= now) object('to', 'past', 'These windows are over: a waiver changes no window that has ended.')
  if (asked.expiresAt <= now) object('expiresOn', 'past', 'This day is over.')
  if (asked.expiresAt <= asked.start)
    object('expiresOn', 'too_early', 'It would expire before its first window begins.')
  if (asked.expiresAt > now + policy.maxDays * DAY) {
    object('expiresOn', 'too_long', `A waiver lasts at most ${policy.maxDays} days here.`)
  }
  if (policy.compensatingControl && asked.control === null) {
    object('control', 'required', 'This program asks for a compensating control.')
  }
  if (policy.followUp && asked.followUp === null) {
    object('followUp', 'required', 'This program asks for the id of a follow-up.')
  }
  const open = activeWaivers(standing, now).length
  if (open >= policy.maxOpen) {
    object('target', 'too_many', `${open} waivers are open, and ${policy.maxOpen} may be at once.`)
  }
  return found
}

/**
 * What stands against the last day of a temporary parity debt, as of now; null where nothing does. The seed calls a debt
 * temporary and gives it no length: it lasts no longer than a waiver may, since it too lets something pass unproven.
 */
export function debtObjection(
  { maxDays }: Pick<WaiverPolicy, 'maxDays'>,
  expiresAt: Instant,
  now: Instant,
): Omit<Objection, 'field'> | null {
  if (expiresAt <= now) return { code: 'past', message: 'Its last day is over.' }
  if (expiresAt <= now + maxDays * DAY) return null
  return { code: 'too_long', message: `A debt lasts at most ${maxDays} days here, as a waiver does.` }
}

const words = (verdict: Waivable): string => (verdict === 'no_data' ? 'missing data' : 'a failure')
