import { riskFacts } from '@/lib/db/risk-facts'
import { attest } from '@/lib/verbs/gate/attest'
import { assignOwner } from '@/lib/verbs/risk/assign-owner'
import { greenSamples } from './body'
import { type Ballot, type Council, council, vote, type Voter } from './council'
import { type TestDatabase, withProgram } from './database'
import { evidenceNow, PROGRAM, send, stateOf } from './gates'
import { TRIAD } from './hall'
import { proposeDecision } from '@/lib/verbs/decision/propose'
import { sealDecision } from '@/lib/verbs/decision/seal'
import type { TokenActor } from '@/lib/auth/actor'

/** The bundled program before Alpha, with everything there that its entry asks for. */
export interface BeforeAlpha {
  token: TokenActor
  people: Council
  triad: [Voter, Voter, Voter]
  phaseOwner: Voter
  /** A gated run in which everything passes, but for the evidence that is said to fail. */
  ci: (failing?: readonly string[]) => Promise<unknown>
  /** Proposes and seals; answers with the decision's number. */
  sealed: (kind: string, input: object) => Promise<number>
  /** Proposes, seals and casts the votes of all three. */
  decide: (kind: string, input: object) => Promise<number>
  ballot: (decision: number) => Ballot
}

export async function beforeAlpha(test: TestDatabase): Promise<BeforeAlpha> {
  const { context } = test
  const token = await withProgram(test)
  const people = await council(test, PROGRAM, [...TRIAD, 'program-owner', 'phase-owner'])
  const { id, revision } = await stateOf(test)
  const triad = TRIAD.map((role) => people.voters[role]) as [Voter, Voter, Voter]
  const phaseOwner = people.voters['phase-owner'] as Voter
  const evidence = [{ uri: 'https://example.test/proof', sha256: null }]
  for (const criterion of ['alpha-entry-1', 'alpha-entry-3']) {
    const input = { program: PROGRAM, phase: 'alpha', gate: 'entry' as const, criterion, role: null, command: null }
    await attest(context, triad[0].actor, { ...input, evidence })
  }
  for (const risk of await riskFacts(context.database.pool, id)) {
    if (risk.score < 12) continue
    const input = { program: PROGRAM, risk: risk.key, version: risk.version, owner: phaseOwner.actor.user }
    await assignOwner(context, phaseOwner.actor, input)
  }
  const everything = [...revision.compiled.catalog.evidence]
  const ballot = (decision: number): Ballot => ({ program: PROGRAM, decision })
  const sealed: BeforeAlpha['sealed'] = async (kind, input) => {
    const asks = { program: PROGRAM, kind, recommendation: 'As the facts say.', input, supersede: true }
    const { number } = await proposeDecision(context, phaseOwner.actor, asks)
    await sealDecision(context, phaseOwner.actor, { program: PROGRAM, decision: number })
    return number
  }
  return {
    token,
    people,
    triad,
    phaseOwner,
    ballot,
    sealed,
    ci: (failing = []) =>
      send(test, token, {
        run: {},
        samples: greenSamples(new Date(test.now() - 1_000).toISOString()),
        evidence: evidenceNow(test, everything).map((one) =>
          failing.includes(one.id) ? { ...one, outcome: 'fail' as const } : one,
        ),
      }),
    async decide(kind, input) {
      const decision = await sealed(kind, input)
      for (const voter of triad) await vote(test, voter, ballot(decision))
      return decision
    },
  }
}
