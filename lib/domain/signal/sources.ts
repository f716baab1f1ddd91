import type { SignalBinding } from '../risk/event'
import { type SeriesKey, seriesId } from '../scoreboard/types'

/** What of a definition signals refer to. */
export interface SignalSetting {
  /** Retained surfaces. */
  surfaces: readonly { obligations: readonly string[]; evidence: readonly string[] }[]
  metrics: readonly {
    id: string
    measures: readonly { id: string; profiles: readonly string[]; environments: readonly string[] }[]
  }[]
}

/** A measure that a signal watches: in these series, or in every one where the program requires none. */
export interface WatchedMeasure {
  measure: string
  required: ReadonlySet<string> | null
}

/** What a signal watches, with every name resolved (semantics 8). */
export interface SignalSources {
  /** Evidence ids whose failure is the signal. */
  evidence: readonly string[]
  /** Measures whose failing verdict is the signal. */
  measures: readonly WatchedMeasure[]
  /** Measures beyond their hard cap in so many consecutive gated runs of a ref that carry the series. */
  caps: readonly (WatchedMeasure & { runs: number })[]
}

/** Resolves a signal's bindings. What is declared by people has no source. */
export function signalSources(bindings: readonly SignalBinding[], setting: SignalSetting): SignalSources {
  const evidence = new Set<string>()
  const measures: WatchedMeasure[] = []
  const caps: SignalSources['caps'][number][] = []
  for (const binding of bindings) {
    switch (binding.kind) {
      case 'evidence':
        for (const id of binding.ids) evidence.add(id)
        break
      case 'evidenceKind':
        for (const id of evidenceOf(setting, null, [binding.evidenceKind])) evidence.add(id)
        break
      case 'obligation':
        for (const id of evidenceOf(setting, binding.obligation, binding.kinds ?? null)) evidence.add(id)
        break
      case 'metric':
        measures.push(...measuresOf(setting, [binding.metric]))
        break
      case 'hardCap':
        caps.push(...measuresOf(setting, binding.metrics).map((one) => ({ ...one, runs: binding.runs })))
        break
      case 'declared':
        break
    }
  }
  return { evidence: [...evidence], measures, caps }
}

/** Whether a measure is watched in a series. */
export const watches = ({ measure, required }: WatchedMeasure, key: SeriesKey): boolean =>
  measure === key.measure && (required === null || required.has(seriesId(key)))

/** Whether a finding's key, `evidence:R-DET-01` or `series:M-COR-03|core-min|ci`, still is one of a signal's sources. */
export function isSource({ evidence, measures, caps }: SignalSources, key: string): boolean {
  const [kind, name] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)]
  if (kind === 'evidence') return evidence.includes(name)
  const [measure = '', profile = '', environment = ''] = (name.split('@')[0] ?? '').split('|')
  const watched = kind === 'cap' ? caps : measures
  return watched.some((one) => watches(one, { measure, profile, environment }))
}

function evidenceOf({ surfaces }: SignalSetting, obligation: string | null, kinds: readonly string[] | null): string[] {
  return surfaces
    .filter(({ obligations }) => obligation === null || obligations.includes(obligation))
    .flatMap(({ evidence }) => evidence)
    .filter((id) => kinds === null || kinds.includes(id.split('-')[0] ?? ''))
}

/** A metric's required series; of a metric that requires none anywhere, every series. */
function measuresOf({ metrics }: SignalSetting, ids: readonly string[]): WatchedMeasure[] {
  return metrics
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ measures }) => {
      const all = measures.map(({ id, profiles, environments }) => ({
        measure: id,
        required: new Set(
          environments.flatMap((environment) =>
            profiles.map((profile) => seriesId({ measure: id, profile, environment })),
          ),
        ),
      }))
      const requires = all.some(({ required }) => required.size > 0)
      return all.map((one) => (requires ? one : { ...one, required: null }))
    })
}
