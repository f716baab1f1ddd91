import type { Context } from '@/lib/db/transact'

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

/** People and tokens by name, for pages: the register itself has opaque ids. */
export interface Names {
  actor: (id: string) => string
  /** null for what is no person's id. */
  person: (id: string) => string | null
  /** The people whose ids a text holds. */
  peopleIn: (text: string) => { id: string; name: string }[]
}

/** Looks up everyone that these actors and texts name. */
export async function namesFor(
  { database }: Context,
  actors: readonly string[],
  texts: readonly string[],
): Promise<Names> {
  const part = (actor: string, kind: string): string[] =>
    actor.startsWith(`${kind}:`) ? [actor.slice(kind.length + 1)] : []
  const users = [...new Set([...actors.flatMap((actor) => part(actor, 'user')), ...texts.flatMap(idsIn)])]
  const tokens = [...new Set(actors.flatMap((actor) => part(actor, 'token')).map(Number))].filter(Number.isSafeInteger)
  const [people, keys] = await Promise.all([
    database.prisma.user.findMany({ where: { id: { in: users } }, select: { id: true, name: true } }),
    database.prisma.apiToken.findMany({ where: { id: { in: tokens } }, select: { id: true, name: true } }),
  ])
  const person = new Map(people.map(({ id, name }) => [id, name]))
  const token = new Map(keys.map(({ id, name }) => [String(id), name]))
  return {
    actor: (id) => actorWords(id, person, token),
    person: (id) => person.get(id) ?? null,
    peopleIn: (text) =>
      [...new Set(idsIn(text))].flatMap((id) => {
        const name = person.get(id)
        return name === undefined ? [] : [{ id, name }]
      }),
  }
}

const idsIn = (text: string): string[] => text.match(UUID) ?? []

function actorWords(actor: string, people: ReadonlyMap<string, string>, tokens: ReadonlyMap<string, string>): string {
  const [kind = '', id = ''] = actor.split(/:(.*)/s)
  switch (kind) {
    case 'user':
      return people.get(id) ?? id
    case 'token':
      return `token “${tokens.get(id) ?? id}”`
    case 'ci':
      return `CI identity ${id}`
    case 'system':
      return 'Signalbox'
    case 'operator':
      return 'operator (CLI)'
    default:
      return actor
  }
}

/** The actors whose name, or whose id from its start, has this text. */
export async function actorsNamed({ database }: Context, text: string): Promise<string[]> {
  const like = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  const { rows } = await database.pool.query<{ actor: string }>(
    `SELECT 'user:' || id AS actor FROM user_account WHERE name ILIKE $1
     UNION ALL SELECT 'token:' || id FROM api_token WHERE name ILIKE $1
     UNION ALL SELECT actor FROM (VALUES ('system', 'Signalbox'), ('operator', 'operator (CLI)')) AS fixed (actor, name) WHERE name ILIKE $1
     LIMIT 1000`,
    [like],
  )
  return [...rows.map(({ actor }) => actor), text]
}
