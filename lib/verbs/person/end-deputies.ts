import type { PrismaTransaction } from '@/lib/db/database'
import type { EntryDraft } from '@/lib/register/entry'

/** Whose terms: those for one role of a holder, or all that someone has part in. */
type Standing =
  | { programId: number; role: string; holderId: string }
  | { OR: ({ holderId: string } | { deputyId: string })[] }

/** Ends deputies' terms that stand, so that none revives when a role is given again. */
export async function endDeputies(
  prisma: PrismaTransaction,
  where: Standing,
  end: { endedAt: Date; endedBy: string },
): Promise<EntryDraft[]> {
  const standing = { ...where, endedAt: null, endsAt: { gt: end.endedAt } }
  const terms = await prisma.deputy.findMany({ where: standing, orderBy: { id: 'asc' } })
  await prisma.deputy.updateMany({ where: { id: { in: terms.map(({ id }) => id) } }, data: end })
  return terms.map(({ id, role, holderId, deputyId }) => ({
    type: 'deputy.ended',
    payload: { deputy: id, role, holder: holderId, person: deputyId },
  }))
}
