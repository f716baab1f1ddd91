import type { CriterionState, GatePointer, ReliedOn } from './types'

/** What one check comes to. */
export interface Finding {
  state: CriterionState
  reasons: string[]
  toMeet: string[]
  evidence: GatePointer[]
  reliedOn: Partial<ReliedOn>
}

export const met = (evidence: GatePointer[] = [], reliedOn: Partial<ReliedOn> = {}): Finding => ({
  state: 'met',
  reasons: [],
  toMeet: [],
  evidence,
  reliedOn,
})

export const notMet = (
  state: 'unmet' | 'no_data',
  reason: string,
  step: string,
  evidence: GatePointer[] = [],
): Finding => ({ state, reasons: [reason], toMeet: [step], evidence, reliedOn: {} })

const severity: Record<CriterionState, number> = { met: 0, waived: 1, no_data: 2, unmet: 3 }

const worseState = (a: CriterionState, b: CriterionState): CriterionState => (severity[a] >= severity[b] ? a : b)

/** All of them together: as bad as the worst. Of nothing at all: `unmet`, since an empty set proves nothing. */
export function allOf(findings: readonly Finding[]): Finding {
  if (findings.length === 0) {
    return notMet(
      'unmet',
      'nothing_asked: nothing is checked here, and nothing is never a pass',
      'check: a revision of the program says how it is checked',
    )
  }
  return {
    state: findings.reduce<CriterionState>((worst, { state }) => worseState(worst, state), 'met'),
    reasons: findings.flatMap(({ reasons }) => reasons),
    toMeet: findings.flatMap(({ toMeet }) => toMeet),
    evidence: findings.flatMap(({ evidence }) => evidence),
    reliedOn: {
      attestations: findings.flatMap(({ reliedOn }) => reliedOn.attestations ?? []),
      waivers: findings.flatMap(({ reliedOn }) => reliedOn.waivers ?? []),
      plans: findings.flatMap(({ reliedOn }) => reliedOn.plans ?? []),
    },
  }
}

export const pointer = (
  kind: GatePointer['kind'],
  id: string,
  label: string,
  more: Partial<GatePointer> = {},
): GatePointer => ({ kind, id, label, at: null, run: null, uri: null, sha256: null, command: null, ...more })
