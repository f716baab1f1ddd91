import type { Context } from '@/lib/db/transact'

/** What pages call the actors behind `…By` columns: people and tokens by name, others by what they are. */
export async function actorNames({ database }: Context, actors: readonly string[]): Promise<(actor: string) => string> {
  const { prisma } = database
  const idsOf = (kind: string): string[] => [
    ...new Set(actors.filter((actor) => actor.startsWith(`${kind}:`)).map((actor) => actor.slice(kind.length + 1))),
  ]
  const [users, tokens] = await Promise.all([
    prisma.user.findMany({ where: { id: { in: idsOf('user') } }, select: { id: true, name: true } }),
    prisma.apiToken.findMany({ where: { id: { in: idsOf('token').map(Number) } }, select: { id: true, name: true } }),
  ])
  const names = new Map<string, string>([
    ...users.map(({ id, name }) => [`user:${id}`, name] as const),
    ...tokens.map(({ id, name }) => [`token:${id}`, `token “${name}”`] as const),
  ])
  return (actor) => names.get(actor) ?? plainName(actor)
}

function plainName(actor: string): string {
  if (actor === 'system') return 'Signalbox'
  if (actor === 'operator') return 'Operator'
  return actor.startsWith('ci:') ? `CI identity ${actor.slice(3)}` : actor
}
