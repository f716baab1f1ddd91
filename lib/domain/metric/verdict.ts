/** What a rule says of a series, a metric or a criterion. Missing data is a value of its own and never a pass. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'no_data' | 'error'

/** Best first; a roll-up takes the last of them that occurs (semantics 5). */
export const verdicts = ['pass', 'warn', 'no_data', 'fail', 'error'] as const satisfies readonly Verdict[]

const severity: Record<Verdict, number> = { pass: 0, warn: 1, no_data: 2, fail: 3, error: 4 }

export const isWorse = (a: Verdict, b: Verdict): boolean => severity[a] > severity[b]

export const worse = (a: Verdict, b: Verdict): Verdict => (isWorse(a, b) ? a : b)

/** The worst of them. Of nothing at all: `no_data`, since an empty set proves nothing. */
export const worstOf = (all: readonly Verdict[]): Verdict =>
  all.reduce<Verdict | null>((worst, next) => (worst === null ? next : worse(worst, next)), null) ?? 'no_data'

/** Fail, no data and error are out of band; a warning is so for Yellow only (semantics 5). */
export const isOutOfBand = (verdict: Verdict): boolean =>
  verdict === 'fail' || verdict === 'no_data' || verdict === 'error'

/** What an open run may already say: a pass counts only when the run is complete (semantics 3). */
export const countsWhileOpen = (verdict: Verdict): boolean => verdict === 'fail' || verdict === 'error'
