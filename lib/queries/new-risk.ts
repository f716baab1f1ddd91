import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import type { Context } from '@/lib/db/transact'
import type { RiskScaleDto } from './risk-row'
import { rolesThatMay, scaleOf } from './risks'
import { visibleProgram } from './visible'

/** What the words of a risk may refer to. */
export interface RiskChoicesDto {
  program: string
  /** Categories in use, each with the next free id of its kind. */
  categories: { title: string; nextKey: string }[]
  roles: { id: string; title: string }[]
  phases: { id: string; title: string }[]
  scale: RiskScaleDto
  mayManage: boolean
  managers: string[]
}

export async function riskChoices(context: Context, actor: Actor, slug: string): Promise<RiskChoicesDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool, prisma } = context.database
  const { program } = state.revision.compiled
  const [rights, risks] = await Promise.all([
    rightsOf(pool, actor, state.id),
    prisma.risk.findMany({
      where: { programId: state.id },
      orderBy: { id: 'asc' },
      select: { key: true, category: true },
    }),
  ])
  const keys = risks.map(({ key }) => key)
  return {
    program: slug,
    categories: [...new Map(risks.map(({ category, key }) => [category, key]))].map(([title, key]) => ({
      title,
      nextKey: nextKey(key, keys),
    })),
    roles: program.roles.map(({ id, title }) => ({ id, title })),
    phases: program.phases.map(({ id, title }) => ({ id, title })),
    scale: scaleOf(state),
    mayManage: mayDo(rights, program.permissions, 'manage_risk'),
    managers: rolesThatMay(state, 'manage_risk'),
  }
}

/** The id that follows the highest of its kind: RISK-OPS-02 → RISK-OPS-03. */
export function nextKey(like: string, taken: readonly string[]): string {
  const { stem = like, width = 2 } = numbered(like) ?? {}
  const separator = numbered(like) === null ? '-' : ''
  const numbers = taken.flatMap((key) => {
    const one = numbered(key)
    return one?.stem === `${stem}${separator}` ? [one.number] : []
  })
  return `${stem}${separator}${String(Math.max(0, ...numbers) + 1).padStart(width, '0')}`
}

function numbered(key: string): { stem: string; number: number; width: number } | null {
  const found = /^(.*?)(\d+)$/.exec(key)
  const [, stem, digits] = found ?? []
  return stem === undefined || digits === undefined ? null : { stem, number: Number(digits), width: digits.length }
}
