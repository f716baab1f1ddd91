import type { Finding } from './findings'
import type { Turn } from './turns'

/** A criterion of an open incident, with what failed of it so far. */
export interface OpenCriterion {
  criterion: string
  incident: number
  /** Keys of what runs failed in. */
  keys: ReadonlySet<string>
  /** Those of them that this very run failed in, in an earlier upload. */
  ofRun: ReadonlySet<string>
}

/** What the failing signals of one run do to incidents. */
export interface Firing {
  /** Further signals of incidents that are open: evidence, which moves no deadline. */
  added: { incident: number; criterion: string; finding: Finding }[]
  /** Criteria that fire, in the order of their ids, with what failed. */
  fired: { criterion: string; findings: [Finding, ...Finding[]] }[]
}

/** Whether a turn is of a watcher that opens incidents, and a failure. */
export const isStopSignal = ({ turn, finding }: Turn): boolean =>
  (turn === 'fired' || turn === 'again') && criterionOf(finding) !== null

/**
 * What a gated run's signals of kill criteria and rollback triggers come to (semantics 8). A signal that turns to fail
 * fires its criterion, or is evidence where an incident of it is open. One that failed before is evidence of the
 * incident that knows it, and silent where none does: a decision has silenced it until it has passed.
 */
export function firing(turns: readonly Turn[], open: readonly OpenCriterion[]): Firing {
  const known = new Map(open.map((one) => [one.criterion, one]))
  const added: Firing['added'] = []
  const fired = new Map<string, [Finding, ...Finding[]]>()
  for (const { finding, turn } of turns) {
    const criterion = criterionOf(finding)
    if (criterion === null || (turn !== 'fired' && turn !== 'again')) continue
    const at = known.get(criterion)
    if (at === undefined) {
      if (turn === 'fired') fired.set(criterion, [...(fired.get(criterion) ?? []), finding] as [Finding, ...Finding[]])
    } else if (!at.ofRun.has(finding.key) && (turn === 'fired' || at.keys.has(finding.key))) {
      added.push({ incident: at.incident, criterion, finding })
    }
  }
  const inOrder = [...fired].sort(([a], [b]) => (a < b ? -1 : 1))
  return { added, fired: inOrder.map(([criterion, findings]) => ({ criterion, findings })) }
}

/** Kill criterion or rollback trigger of a finding; null where another watches. */
function criterionOf({ watcher }: Finding): string | null {
  const [kind, ...id] = watcher.split(':')
  return kind === 'kill' || kind === 'rollback' ? id.join(':') : null
}
