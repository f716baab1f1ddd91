import type { Finding } from './findings'

/** How a watched thing stood after the last gated run that said something of it; without one it does not fail. */
export interface Standing {
  failing: boolean
  /** Complete gated runs in a row beyond a hard cap. */
  streak: number
}

/** What one finding comes to. */
export interface Turn {
  finding: Finding
  /** `fired`: it turns to fail. `again`: it failed already. `passed`: it fails no longer. `none`: nothing to tell. */
  turn: 'fired' | 'again' | 'passed' | 'none'
  after: Standing
}

/** A watched thing that nothing was said of. */
export const quiet: Standing = { failing: false, streak: 0 }

/**
 * Whether a finding is its signal's turn to fail (semantics 9): it fires once, comes again while it fails, and may fire
 * anew once it has passed. A count of runs goes on at completion alone, so that one run counts once; an open run that
 * would complete the count fires at once.
 */
export function turnOf(finding: Finding, before: Standing, complete: boolean): Turn {
  const { says, runs } = finding
  if (says === 'pass') {
    return { finding, turn: before.failing ? 'passed' : 'none', after: quiet }
  }
  const counted = says === 'beyond' ? before.streak + 1 : 0
  const streak = says === 'beyond' && !complete ? before.streak : counted
  const fails = says === 'fail' || before.failing || counted >= runs
  const turn = !fails ? 'none' : before.failing ? 'again' : 'fired'
  return { finding, turn, after: { failing: fails, streak } }
}
