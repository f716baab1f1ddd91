import type { Instant } from '../instant'
import { formatSpan } from '../metric/format'

export type ReviewKind = 'weekly' | 'sweep' | 'out_of_band'

/** The kinds of reviews as people call them (seed 10.1). */
export const kindTitles: Record<ReviewKind, string> = {
  weekly: 'Weekly board',
  sweep: 'Full sweep',
  out_of_band: 'Out-of-band review',
}

/** "weekly board 3", within a sentence. */
export const reviewTitle = (kind: ReviewKind, number: number): string => `${kindTitles[kind].toLowerCase()} ${number}`

/** What an item is about, in the order in which a board takes them up. */
export const agendaSubjects = ['action', 'incident', 'risk', 'decision', 'waiver', 'metric'] as const
export type AgendaSubject = (typeof agendaSubjects)[number]

/** What is shown of a subject, kept as it was; rules do not read it. */
export type ShownFacts = Readonly<Record<string, string | number | boolean | null>>

interface Subject {
  /** The subject's own id. */
  key: string
  title: string
  facts: ShownFacts
}

/** An open action of an earlier review. */
export interface AgendaAction extends Subject {
  /** The first instant after its last day. */
  dueBy: Instant
}

/** An open incident, or an open review of kill criteria. */
export interface AgendaIncident extends Subject {
  /** null where it has ended and only its post-mortem is owed. */
  openedAt: Instant | null
  /** When its decision or its post-mortem is due; null where nothing is. */
  due: Instant | null
}

export interface AgendaRisk extends Subject {
  state: 'open' | 'mitigating' | 'watch' | 'closed'
  /** Likelihood × impact. */
  score: number
  /** An active, named person owns it. */
  owned: boolean
  reviewDue: Instant | null
  /** The newest trigger event that no review has looked at since, and until when one must. */
  trigger: { at: Instant; due: Instant } | null
  /** Milestones of its mitigations that are not done; `dueBy` is the first instant after their day. */
  milestones: readonly { title: string; dueBy: Instant }[]
}

export interface AgendaDecision extends Subject {
  due: Instant
}

export interface AgendaWaiver extends Subject {
  expires: Instant
}

export interface AgendaMetric extends Subject {
  status: 'green' | 'yellow' | 'red' | null
}

/** Everything that can call for the board's time, as of one instant. */
export interface AgendaFacts {
  /** Scores at or above it are the board's (semantics 9). */
  threshold: number
  actions: readonly AgendaAction[]
  incidents: readonly AgendaIncident[]
  risks: readonly AgendaRisk[]
  decisions: readonly AgendaDecision[]
  waivers: readonly AgendaWaiver[]
  metrics: readonly AgendaMetric[]
}

export interface AgendaItem extends Subject {
  subject: AgendaSubject
  /** Why it is on the agenda: `code: words`, at least one. */
  reasons: string[]
}

const WEEK = 7 * 24 * 3_600_000

/**
 * The agenda of a review (semantics 10): each subject once with all its reasons, in one order. A weekly board takes
 * what calls for it; a sweep takes every risk besides; an out-of-band review takes incidents and triggered risks alone.
 */
export function agenda(kind: ReviewKind, facts: AgendaFacts, now: Instant): AgendaItem[] {
  const items = new Map<string, AgendaItem>()
  for (const one of inOrder(kind, facts, now)) {
    const id = `${one.subject} ${one.key}`
    const known = items.get(id)
    if (known === undefined) items.set(id, one)
    else known.reasons.push(...one.reasons.filter((reason) => !known.reasons.includes(reason)))
  }
  return [...items.values()]
}

function inOrder(kind: ReviewKind, facts: AgendaFacts, now: Instant): AgendaItem[] {
  const incidents = [...facts.incidents].sort(
    (a, b) => (a.openedAt ?? Infinity) - (b.openedAt ?? Infinity) || byKey(a, b),
  )
  const risks = [...facts.risks].sort(byUrgency)
  const risksAndIncidents = [
    ...incidents.map((one) => item('incident', one, incidentReasons(one, now))),
    ...risks.map((one) => item('risk', one, riskReasons(kind, one, facts.threshold, now))),
  ]
  if (kind === 'out_of_band') return risksAndIncidents.filter(called)
  const actions = [...facts.actions].sort((a, b) => a.dueBy - b.dueBy || byKey(a, b))
  const decisions = [...facts.decisions].sort((a, b) => a.due - b.due || byKey(a, b))
  const waivers = [...facts.waivers].sort((a, b) => a.expires - b.expires || byKey(a, b))
  const metrics = [...facts.metrics].sort((a, b) => lightRank(a) - lightRank(b) || byKey(a, b))
  return [
    ...actions.map((one) => item('action', one, actionReasons(one, now))),
    ...risksAndIncidents,
    ...decisions.map((one) => item('decision', one, decisionReasons(one, now))),
    ...waivers.map((one) => item('waiver', one, waiverReasons(one, now))),
    ...metrics.map((one) => item('metric', one, metricReasons(one))),
  ].filter(called)
}

const called = ({ reasons }: AgendaItem): boolean => reasons.length > 0

const item = (subject: AgendaSubject, { key, title, facts }: Subject, reasons: string[]): AgendaItem => ({
  subject,
  key,
  title,
  facts,
  reasons,
})

/** Ids by code unit, but numbers by their value: 9 before 10. */
function byKey(a: Subject, b: Subject): number {
  const [left, right] = [Number(a.key), Number(b.key)]
  if (Number.isInteger(left) && Number.isInteger(right) && left !== right) return left - right
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
}

/** What waits for a look within hours comes before any score. */
function byUrgency(a: AgendaRisk, b: AgendaRisk): number {
  if ((a.trigger === null) !== (b.trigger === null)) return a.trigger === null ? 1 : -1
  return b.score - a.score || byKey(a, b)
}

const lightRank = ({ status }: AgendaMetric): number => (status === 'red' ? 0 : status === 'yellow' ? 1 : 2)

/** "overdue by 2 h", "due in 3 d". */
const dueWords = (due: Instant, now: Instant): string =>
  due <= now ? `overdue by ${formatSpan(now - due)}` : `due in ${formatSpan(due - now)}`

function actionReasons({ dueBy }: AgendaAction, now: Instant): string[] {
  return dueBy <= now
    ? [`action_overdue: its day has passed, ${formatSpan(now - dueBy)} ago`]
    : ['action_open: not done yet']
}

function incidentReasons({ openedAt, due }: AgendaIncident, now: Instant): string[] {
  if (openedAt === null) {
    return due !== null && due <= now ? [`post_mortem_overdue: its post-mortem is ${dueWords(due, now)}`] : []
  }
  const open = `incident_open: open for ${formatSpan(now - openedAt)}`
  return due === null ? [open] : [open, `incident_due: its decision is ${dueWords(due, now)}`]
}

function riskReasons(kind: ReviewKind, risk: AgendaRisk, threshold: number, now: Instant): string[] {
  const { state, score, owned, reviewDue, trigger, milestones } = risk
  const triggered =
    trigger === null
      ? []
      : [
          `trigger: a trigger event ${formatSpan(now - trigger.at)} ago waits for its review, ${dueWords(trigger.due, now)}`,
        ]
  if (kind === 'out_of_band') return triggered
  const standing = state === 'closed' ? [] : standingReasons()
  const reasons = [...triggered, ...standing]
  return kind === 'sweep' ? [...reasons, 'sweep: the sweep looks at every risk'] : reasons

  function standingReasons(): string[] {
    const late = milestones.filter(({ dueBy }) => dueBy <= now)
    return [
      ...(score >= threshold ? [`score: a score of ${score} is at or above ${threshold}`] : []),
      ...(owned ? [] : ['unowned: no active person owns it']),
      ...(reviewDue !== null && reviewDue <= now ? [`review_overdue: its review is ${dueWords(reviewDue, now)}`] : []),
      ...late.map(({ title, dueBy }) => `milestone_overdue: "${title}" is overdue by ${formatSpan(now - dueBy)}`),
    ]
  }
}

const decisionReasons = ({ due }: AgendaDecision, now: Instant): string[] =>
  due <= now ? [`decision_overdue: its deadline passed ${formatSpan(now - due)} ago`] : []

function waiverReasons({ expires }: AgendaWaiver, now: Instant): string[] {
  if (expires <= now || expires - now > WEEK) return []
  return [`waiver_expiring: it ends in ${formatSpan(expires - now)}`]
}

function metricReasons({ status }: AgendaMetric): string[] {
  switch (status) {
    case 'red':
      return ['metric_red: it is Red']
    case 'yellow':
      return ['metric_yellow: it is Yellow']
    case 'green':
    case null:
      return []
  }
}
