import type { Context } from '@/lib/db/transact'
import { DAY, type Instant } from '@/lib/domain/instant'
import { dayOf } from '@/lib/domain/review/schedule'
import { beginVote } from '@/lib/verbs/decision/begin-vote'
import { castVote } from '@/lib/verbs/decision/cast-vote'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import type { Moment } from './runs'

/** Where the demo's decisions are taken. */
export interface Chamber {
  context: Context
  setNow: (now: Instant) => void
  program: string
  /** IANA time zone. */
  zone: string
  /** Subject → user id. */
  users: ReadonlyMap<string, string>
}

/** What is put to a vote: by whom, and whose votes it has got. The demo's people sign by session. */
interface Question {
  kind: string
  input: object
  recommendation: string
  /** Subject of whoever proposes and seals. */
  asker: string
  /** Seats that vote, with what they say. */
  votes: readonly [seat: string, rationale: string][]
}

const MINUTE = 60_000

const userOf = ({ users }: Chamber, subject: string): string => {
  const user = users.get(subject)
  if (user === undefined) throw new Error(`the demo has no ${subject}`)
  return user
}

/** Proposes, seals and takes the votes, some minutes apart from `at` on, through the verbs. */
export async function put(chamber: Chamber, question: Question, at: Instant): Promise<void> {
  const { context, program, setNow } = chamber
  const { kind, input, recommendation, asker, votes } = question
  let clock = at
  const tick = (minutes: number): void => {
    clock += minutes * MINUTE
    setNow(clock)
  }
  tick(0)
  const actor = { kind: 'user', user: userOf(chamber, asker) } as const
  const { number: decision } = await proposeDecision(context, actor, { program, kind, recommendation, input })
  tick(2)
  await sealDecision(context, actor, { program, decision })
  for (const [seat, rationale] of votes) {
    tick(3)
    const voter = { kind: 'user', user: userOf(chamber, seat) } as const
    const ballot = { program, decision, seat, deputyOf: null, vote: 'approve', rationale, credential: null } as const
    const { nonce } = await beginVote(context, voter, ballot)
    await castVote(context, voter, { program, decision, nonce, answer: null })
  }
}

/** Mobile cold init is over its limit since the day before; the plan is due while the demo is looked at. */
const plan = (chamber: Chamber, now: Instant): Question => ({
  kind: 'remediation_plan',
  asker: 'reliability-lead',
  recommendation: 'Full-dev alone is over, on one class of devices. The plan brings it back before the next gate.',
  input: {
    metric: 'M-PERF-02',
    owner: userOf(chamber, 'runtime-backend-owner'),
    due: dayOf(chamber.zone, now + 12 * DAY),
    text: 'Split the full-dev module so that the recorder loads after the first frame; measure on mid-tier devices nightly.',
  },
  votes: [['phase-owner', 'The cause is known, and core-min is well within its limit.']],
})

const minutes = (board: number): Question => ({
  kind: 'minutes',
  asker: 'reliability-lead',
  recommendation: 'They say what the board said.',
  input: { board },
  votes: [['program-owner', 'I was there, and this is what was said.']],
})

/** One of the triad has voted: whoever signs in as one of the other two finds it waiting. */
const debt = (chamber: Chamber, now: Instant): Question => ({
  kind: 'parity_debt',
  asker: 'quality-owner',
  recommendation: 'Carry it until the corpus is recorded. Unit and integration evidence pass.',
  input: {
    surface: 'codec',
    risk: 'RISK-TECH-02',
    expiresOn: dayOf(chamber.zone, now + 9 * DAY),
    reason: 'Cancellation of a half-written frame has no replay scenario before the recorder for streams is ready.',
  },
  votes: [['runtime-architect', 'The obligation is tested on both targets; the recorder is a week away.']],
})

/**
 * What is decided at a moment, from `at` on: the plan on a Friday, a board's minutes on the day after it, and last of
 * all a debt that waits for two votes. `board` is the review of the day before.
 */
export async function decide(
  chamber: Chamber,
  { weeksAgo, weekday, last }: Pick<Moment, 'weeksAgo' | 'weekday' | 'last'>,
  at: Instant,
  now: Instant,
  board: number | null,
): Promise<void> {
  if (weeksAgo === 2 && weekday === 4) await put(chamber, plan(chamber, now), at)
  if (board !== null) await put(chamber, minutes(board), at + 10 * MINUTE)
  if (last) await put(chamber, debt(chamber, now), at)
}
