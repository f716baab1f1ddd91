import type { SignalBinding } from '../risk/event'

/**
 * Whether two signals watch the same thing by name: an obligation, a metric, an evidence id, or the kind that an id is
 * of. What only happens to lie on the same surface is not shared, else every failure would concern everything.
 */
export const isShared = (one: SignalBinding, other: SignalBinding): boolean =>
  watched(one).some((name) => watched(other).includes(name)) || isOfKind(one, other) || isOfKind(other, one)

/** What people declare is watched by nobody. */
function watched(binding: SignalBinding): string[] {
  switch (binding.kind) {
    case 'metric':
      return [binding.metric]
    case 'hardCap':
      return binding.metrics
    case 'obligation':
      return [binding.obligation]
    case 'evidence':
      return binding.ids
    case 'evidenceKind':
      return [`${binding.evidenceKind}-*`]
    case 'declared':
      return []
  }
}

const isOfKind = (kind: SignalBinding, evidence: SignalBinding): boolean =>
  kind.kind === 'evidenceKind' &&
  evidence.kind === 'evidence' &&
  evidence.ids.some((id) => id.startsWith(`${kind.evidenceKind}-`))

/** A kill criterion or a rollback trigger, with what it watches. */
export interface Criterion {
  id: string
  signals: readonly SignalBinding[]
  /** The rollback trigger that a kill criterion names. */
  trigger?: string
}

/** The criteria that watch what these signals watch, and the rollback triggers that those name. */
export function criteriaOf(signals: readonly SignalBinding[], criteria: readonly Criterion[]): string[] {
  const concerned = criteria.filter((criterion) =>
    criterion.signals.some((one) => signals.some((other) => isShared(one, other))),
  )
  return [...new Set(concerned.flatMap(({ id, trigger }) => (trigger === undefined ? [id] : [id, trigger])))]
}

/**
 * The metrics that these signals watch, by their ids: a review of one concerns whoever watches it. A signal may name one
 * of a metric's measures.
 */
export const reviewedMetrics = (
  signals: readonly SignalBinding[],
  metrics: readonly { id: string; measures: readonly { id: string }[] }[],
): string[] => {
  const names = new Set(signals.filter(({ kind }) => kind === 'metric' || kind === 'hardCap').flatMap(watched))
  return metrics
    .filter(({ id, measures }) => names.has(id) || measures.some((measure) => names.has(measure.id)))
    .map(({ id }) => id)
}
