import type { MeasureRule } from './rule'

/** A measure as samples of it are checked and judged. */
export interface CatalogMeasure extends MeasureRule {
  metric: string
  title: string
  /** What values it can have: a change may be negative, a count is whole, a proportion is 0 to 100 %. */
  kind: 'amount' | 'change' | 'count' | 'proportion'
}

/** What a program knows: a sample that names anything else is refused. */
export interface Catalog {
  /** By measure id, and by metric id where the metric has one measure. */
  measures: ReadonlyMap<string, CatalogMeasure>
  /** Metrics of several measures, with their ids: a sample must name one of those. */
  split: ReadonlyMap<string, readonly string[]>
  profiles: ReadonlySet<string>
  environments: readonly string[]
  evidence: ReadonlySet<string>
  /** Retained surfaces and modules, whatever their class; null where the program has none. */
  surfaces: ReadonlySet<string> | null
  /** null where the program judges no defects: then an upload cannot bring any. */
  defectKinds: ReadonlySet<string> | null
  defectSeverities: ReadonlySet<string> | null
}
