import { bundledProgram } from '@/cli/installation/bundled'
import type { TokenActor, UserActor } from '@/lib/auth/actor'
import { castVote } from '@/lib/verbs/decision/cast-vote'
import type { VoteAnswer } from '@/lib/verbs/decision/decide'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import type { AskedStatement } from '@/lib/verbs/decision/begin-vote'
import { type Ballot, type Council, council, signed, type Voter } from './council'
import { type TestDatabase, testDatabase, withProgram } from './database'

export const PROGRAM = 'asupersync-browser'
export const NOW = '2026-11-18T12:00:00.000Z'
export const TRIAD = ['runtime-architect', 'reliability-lead', 'security-lead'] as const

/** Minutes are voted on by the triad with its tie-break here: a question whose judgement nothing but a revision moves. */
export const triadMinutes = bundledProgram().replace(
  /(- kind: minutes\n\s+title: .*\n\s+)role: program-owner/,
  '$1council: governance-triad\n      expiresDays: 30',
)

/** Where a triad with keys votes on minutes. */
export interface Hall {
  test: TestDatabase
  token: TokenActor
  triad: Council
  voters: [Voter, Voter, Voter]
  owner: Voter
  proposer: UserActor
  /** A name that no other call gives. */
  named: (who: string) => string
  proposed: () => Promise<number>
  sealed: () => Promise<number>
  row: (decision: number) => Promise<StoredRow>
  ballot: (decision: number, more?: Omit<Ballot, 'program' | 'decision'>) => Ballot
  /** Casts a vote whose statement was handed out before. */
  cast: (voter: Voter, decision: number, statement: AskedStatement) => Promise<VoteAnswer>
}

type StoredRow = Awaited<ReturnType<typeof rowOf>>

const rowOf = ({ context }: TestDatabase, decision: number) =>
  context.database.prisma.decision.findFirstOrThrow({
    where: { number: decision, program: { slug: PROGRAM } },
    include: { votes: true, events: { orderBy: { sequence: 'asc' } }, packets: { orderBy: { round: 'asc' } } },
  })

export async function votingHall(): Promise<Hall> {
  const test = await testDatabase(NOW)
  const token = await withProgram(test, triadMinutes)
  const triad = await council(test, PROGRAM, [...TRIAD, 'program-owner', 'phase-owner'])
  const proposer = (triad.voters['phase-owner'] as Voter).actor
  let count = 0
  const proposed = async (): Promise<number> => {
    count += 1
    const input = { review: `review ${count}`, text: 'What was said.' }
    const asks = { program: PROGRAM, kind: 'minutes', recommendation: 'Sign them.', input }
    return (await proposeDecision(test.context, proposer, asks)).number
  }
  return {
    test,
    token,
    triad,
    voters: TRIAD.map((role) => triad.voters[role]) as [Voter, Voter, Voter],
    owner: triad.voters['program-owner'] as Voter,
    proposer,
    named(who) {
      count += 1
      return `${who} ${count}`
    },
    proposed,
    async sealed() {
      const decision = await proposed()
      await sealDecision(test.context, proposer, { program: PROGRAM, decision })
      return decision
    },
    row: (decision) => rowOf(test, decision),
    ballot: (decision, more = {}) => ({ program: PROGRAM, decision, ...more }),
    cast: (voter, decision, statement) =>
      castVote(test.context, voter.actor, {
        program: PROGRAM,
        decision,
        nonce: statement.nonce,
        answer: signed(voter.key, statement),
      }),
  }
}
