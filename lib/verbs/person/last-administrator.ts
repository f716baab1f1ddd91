import type { PrismaTransaction } from '@/lib/db/database'
import { Refusal } from '../refusal'

/** Someone must administer the installation: refuses to take that right from the last one who has it. */
export async function refuseLastAdministrator(prisma: PrismaTransaction, user: string): Promise<void> {
  const others = await prisma.administrator.count({ where: { endedAt: null, NOT: { userId: user } } })
  if (others === 0) {
    throw new Refusal(
      'conflict',
      'last_administrator',
      'Someone must administer this installation: name another administrator first.',
    )
  }
}
