import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import { decidedKinds, roleTitle, ruleFor } from '@/lib/db/electors'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import type { DecisionKind } from '@/lib/domain/decision/kinds'
import { deciderWords } from '@/lib/domain/decision/words'
import { visibleProgram } from './visible'

/** Who may put a question, and who answers it. */
export interface ProposingDto {
  /** Whether the reader may propose. */
  may: boolean
  /** Titles of the roles that may. */
  roles: string[]
  /** Who decides each kind that the program decides, in a sentence. */
  deciders: Partial<Record<DecisionKind, string>>
}

export async function proposing(context: Context, actor: Actor, slug: string): Promise<ProposingDto> {
  const state = await visibleProgram(context, actor, slug)
  const { governance } = state.revision.compiled.program
  const deciders = decidedKinds(state).flatMap(({ kind, council }): [DecisionKind, string][] => {
    const rule = ruleFor(state, kind)
    if (rule === null) return []
    const title = governance.councils.find(({ id }) => id === council)?.title ?? null
    return [[kind, deciderWords(rule, title, (role) => roleTitle(state, role))]]
  })
  return { ...(await proposers(context, actor, state)), deciders: Object.fromEntries(deciders) }
}

/** Whether the reader may propose a decision, and the roles that may. */
async function proposers(
  context: Context,
  actor: Actor,
  state: ProgramState,
): Promise<Pick<ProposingDto, 'may' | 'roles'>> {
  const { permissions } = state.revision.compiled.program
  const rights = await rightsOf(context.database.pool, actor, state.id)
  return {
    may: mayDo(rights, permissions, 'propose_decision'),
    roles: permissions.propose_decision.map((role) => roleTitle(state, role)),
  }
}

/** The way from a gate to the promotion through it. */
export interface PromotingDto extends Pick<ProposingDto, 'may' | 'roles'> {
  /** Number of the promotion that is open already; null where none is. */
  open: number | null
}

/** Who may propose the next promotion, and whether it is open already. */
export async function promoting(context: Context, actor: Actor, state: ProgramState): Promise<PromotingDto> {
  const [who, open] = await Promise.all([
    proposers(context, actor, state),
    context.database.prisma.decision.findFirst({
      where: { programId: state.id, kind: 'promotion', state: { in: ['proposed', 'sealed', 'stale'] } },
      orderBy: { number: 'desc' },
      select: { number: true },
    }),
  ])
  return { ...who, open: open?.number ?? null }
}
