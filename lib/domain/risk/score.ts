/** Likelihood × impact, each 1 to 5 (seed 10). */
export const riskScore = ({ likelihood, impact }: { likelihood: number; impact: number }): number => likelihood * impact

/** Whether the board sees it: at or above the program's threshold (semantics 9). */
export const isHigh = (risk: { likelihood: number; impact: number }, threshold: number): boolean =>
  riskScore(risk) >= threshold
