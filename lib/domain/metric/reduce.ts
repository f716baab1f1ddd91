import type { Instant } from '../instant'
import type { Better, MeasureRule } from './rule'

/** One sample of a series, in the measure's unit. `source` points to it and is handed through. */
export interface SampleValue<Source = unknown> {
  value: number
  observedAt: Instant
  seed: number | null
  source: Source
}

interface Taken {
  observedAt: Instant
  samples: number
}

/**
 * What a run's samples of one series come to. Without all required seeds there is no value but the one that the
 * harness reduced itself, and `missingSeeds` names those that are not beside it.
 */
export type Reduced<Source = unknown> =
  | (Taken & { value: number; source: Source; missingSeeds: readonly number[] | null })
  | (Taken & { value: null; source: null; missingSeeds: readonly number[] })

/**
 * Reduces a run's samples of one series (semantics 4.1): with a seed protocol to the median of the per-seed values,
 * else to the worst. Several samples of one seed count with their worst; seeds the protocol does not ask for count
 * for nothing. A harness's own value counts beside the median, and alone where no seed is. The order of the samples
 * does not matter.
 */
export function reduce<Source>(rule: MeasureRule, all: readonly SampleValue<Source>[]): Reduced<Source> {
  const samples = countedSamples(rule, all)
  // A run's uploads can bring more samples than a call can have arguments.
  const observedAt = samples.reduce((newest, sample) => Math.max(newest, sample.observedAt), -Infinity)
  const taken = { observedAt, samples: all.length }
  const protocol = rule.seedProtocol
  if (protocol === undefined) return valued(worstSample(samples, rule.better), taken)

  const summaries = protocol.acceptsSummaries ? samples.filter((sample) => sample.seed === null) : []
  const seeded = samples.filter((sample) => sample.seed !== null && protocol.seeds.includes(sample.seed))
  if (summaries.length > 0 && seeded.length === 0) return valued(worstSample(summaries, rule.better), taken)
  const missingSeeds = protocol.seeds.filter((seed) => !seeded.some((sample) => sample.seed === seed))
  if (missingSeeds.length > 0) {
    if (summaries.length === 0) return { ...taken, value: null, source: null, missingSeeds }
    return { ...valued(worstSample(summaries, rule.better), taken), missingSeeds }
  }

  const perSeed = protocol.seeds.map((seed) =>
    worstSample(
      seeded.filter((sample) => sample.seed === seed),
      rule.better,
    ),
  )
  return valued(worstSample([median(perSeed, rule.better), ...summaries], rule.better), taken)
}

/**
 * The samples that count for a value, its time and its window: those of required seeds, and summaries where they are
 * accepted. Where none does, all: they say that the series was measured, and not how.
 */
export function countedSamples<Source>(
  { seedProtocol }: MeasureRule,
  samples: readonly SampleValue<Source>[],
): readonly SampleValue<Source>[] {
  if (seedProtocol === undefined) return samples
  const { seeds, acceptsSummaries } = seedProtocol
  const counted = samples.filter(({ seed }) => (seed === null ? acceptsSummaries : seeds.includes(seed)))
  return counted.length > 0 ? counted : samples
}

function valued<Source>({ value, source }: SampleValue<Source>, taken: Taken) {
  return { ...taken, value, source, missingSeeds: null }
}

/** The worst sample; of equal ones the newest, so that the pointer shown is the freshest proof. */
function worstSample<Source>(samples: readonly SampleValue<Source>[], better: Better): SampleValue<Source> {
  return samples.reduce((worst, next) => {
    if (next.value === worst.value) return next.observedAt > worst.observedAt ? next : worst
    return next.value > worst.value === (better === 'lower') ? next : worst
  })
}

/** The middle sample, or, of an even number, the mean of the middle two, pointing to the worse of them. */
function median<Source>(samples: readonly SampleValue<Source>[], better: Better): SampleValue<Source> {
  const sorted = [...samples].sort((a, b) => a.value - b.value)
  const upper = sorted[Math.floor(sorted.length / 2)] as SampleValue<Source>
  if (sorted.length % 2 === 1) return upper
  const lower = sorted[sorted.length / 2 - 1] as SampleValue<Source>
  return { ...worstSample([lower, upper], better), value: (lower.value + upper.value) / 2 }
}
