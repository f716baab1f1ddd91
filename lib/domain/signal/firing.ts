import type { Finding } from './findings'
import type { Turn } from './turns'

/** A criterion of an open incident, with what failed of it so far. */
export interface OpenCriterion {
  criterion: string
  incident: number
  /** Keys of what runs failed in. */
  keys: ReadonlySet<string>
}

/** What the failing signals of one run do to incidents. */
export interface Firing {
  /** Further signals of incidents that are open: evidence, which moves no deadline. */
  added: { incident: number; criterion: string; finding: Finding }[]
  /** Criteria that fire, in the order of their ids, with what failed. */
  fired: { criterion: string; findings: [Finding, ...Finding[]] }[]
  /** Turns that come to nothing: this very run had them fire before, and a decision came in between. */
  spent: Turn[]
}

/** What a run has failed of a criterion. */
export const signalId = (criterion: string, key: string): string => `${criterion} ${key}`

/** Whether a turn is of a watcher that opens incidents, and a failure. */
export const isStopSignal = ({ turn, finding }: Turn): boolean =>
  (turn === 'fired' || turn === 'again') && criterionOf(finding) !== null

/**
 * What a gated run's signals of kill criteria and rollback triggers come to (semantics 8). A signal that turns to fail
 * fires its criterion, or is evidence where an incident of it is open. One that failed before is evidence of the
 * incident that knows it, and silent where none does: a decision has silenced it until it has passed. What one run fails
 * counts once, in however many uploads it comes: `ofRun` is what it has failed already, by `signalId`.
 */
export function firing(
  turns: readonly Turn[],
  open: readonly OpenCriterion[],
  ofRun: ReadonlySet<string> = new Set(),
): Firing {
  const known = new Map(open.map((one) => [one.criterion, one]))
  const added: Firing['added'] = []
  const spent: Turn[] = []
  const fired = new Map<string, [Finding, ...Finding[]]>()
  for (const turn of turns) {
    const { finding } = turn
    const criterion = criterionOf(finding)
    if (criterion === null || !isStopSignal(turn)) continue
    const [at, fires] = [known.get(criterion), turn.turn === 'fired']
    if (ofRun.has(signalId(criterion, finding.key))) {
      if (fires) spent.push(turn)
    } else if (at !== undefined) {
      if (fires || at.keys.has(finding.key)) added.push({ incident: at.incident, criterion, finding })
    } else if (fires) fired.set(criterion, [...(fired.get(criterion) ?? []), finding] as [Finding, ...Finding[]])
  }
  const inOrder = [...fired].sort(([a], [b]) => (a < b ? -1 : 1))
  return { added, spent, fired: inOrder.map(([criterion, findings]) => ({ criterion, findings })) }
}

/** Kill criterion or rollback trigger of a finding; null where another watches. */
function criterionOf({ watcher }: Finding): string | null {
  const [kind, ...id] = watcher.split(':')
  return kind === 'kill' || kind === 'rollback' ? id.join(':') : null
}
