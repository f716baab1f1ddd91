import type { UserActor } from '@/lib/auth/actor'
import { relyingParty } from '@/lib/auth/passkeys'
import type { Vote } from '@/lib/domain/decision/tally'
import { beginVote, type AskedStatement } from '@/lib/verbs/decision/begin-vote'
import { castVote } from '@/lib/verbs/decision/cast-vote'
import type { VoteAnswer } from '@/lib/verbs/decision/decide'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { initialise } from '@/lib/verbs/installation/initialise'
import type { Mischief, SoftAuthenticator } from './authenticator'
import type { TestDatabase } from './database'
import { confirmed } from './enrolment'
import { administrator, person } from './people'

/** Someone with a role and a key that counts. */
export interface Voter {
  actor: UserActor
  role: string
  key: SoftAuthenticator
}

export interface Council {
  program: string
  admin: UserActor
  /** By role. */
  voters: Record<string, Voter>
  /** Adds someone with this role and a key. */
  join(name: string, role: string): Promise<Voter>
}

/** An installation with one person and one confirmed key for each of these roles. */
export async function council(test: TestDatabase, program: string, roles: readonly string[]): Promise<Council> {
  await initialise(test.context, { demo: false })
  const admin = await administrator(test, 'Admin')
  const voters: Record<string, Voter> = {}
  const join = async (name: string, role: string): Promise<Voter> => {
    const actor = await person(test, name)
    await grantRole(test.context, admin, { program, user: actor.user, role })
    return { actor, role, key: await confirmed(test, program, actor, admin) }
  }
  for (const role of roles) voters[role] = await join(`The ${role}`, role)
  return { program, admin, voters, join }
}

export interface Ballot {
  program: string
  decision: number
  vote?: Vote
  seat?: string
  deputyOf?: string | null
}

/** A voter's statement, as handed out. */
export const asked = (test: TestDatabase, { actor, role, key }: Voter, ballot: Ballot): Promise<AskedStatement> =>
  beginVote(test.context, actor, {
    program: ballot.program,
    decision: ballot.decision,
    seat: ballot.seat ?? role,
    deputyOf: ballot.deputyOf ?? null,
    vote: ballot.vote ?? 'approve',
    rationale: 'I have read the packet.',
    credential: key.credentialId,
  })

/** What a browser sends for a statement. */
export function signed(key: SoftAuthenticator, { challenge }: AskedStatement, mischief: Mischief = {}): unknown {
  const response = key.assert(Buffer.from(challenge, 'base64url'), relyingParty().origin, mischief)
  return { id: key.credentialId, rawId: key.credentialId, type: 'public-key', response }
}

/** Casts a vote as a browser would: a statement, its signature, the vote. */
export async function vote(test: TestDatabase, voter: Voter, ballot: Ballot): Promise<VoteAnswer> {
  const statement = await asked(test, voter, ballot)
  return castVote(test.context, voter.actor, {
    program: ballot.program,
    decision: ballot.decision,
    nonce: statement.nonce,
    answer: signed(voter.key, statement),
  })
}
