import { operator } from '@/lib/auth/actor'
import { openDatabase } from '@/lib/db/database'
import { currentKey, makeKeyIn } from '@/lib/db/signer'
import { type Context, databaseClock } from '@/lib/db/transact'
import { keepPartitions } from '@/lib/jobs/partitions'
import { programs } from '@/lib/queries/programs'
import { initialise } from '@/lib/verbs/installation/initialise'
import { storeDefinition } from '@/lib/verbs/program/store'
import { bundledProgram } from './bundled'
import type { Installation } from './installation'
import type { Tell } from './tell'

/** Gives a new installation what it starts with: its name and the bundled program. A demo has been filled before. */
export async function ensureContent(installation: Installation, tell: Tell): Promise<void> {
  const database = openDatabase(installation.url, 6)
  const context: Context = { database, clock: databaseClock }
  try {
    await initialise(context, { demo: installation.demo })
    await ensureRegisterKey(context, installation, tell)
    await keepPartitions(context)
    if ((await programs(context, operator)).length > 0) return
    const { slug, revision } = await storeDefinition(context, operator, bundledProgram())
    tell(`Program ${slug} loaded as revision ${revision}`)
  } finally {
    await database.close()
  }
}

/** A key is made for a register without one; a register whose key is lost says so, and gets no other (semantics 12). */
async function ensureRegisterKey({ database }: Context, { signer }: Installation, tell: Tell): Promise<void> {
  if ((await database.prisma.registerKey.count()) > 0) return
  if (currentKey(signer) !== null) return
  makeKeyIn(signer.keyFile)
  tell(`Key of the register made: ${signer.keyFile}`)
}
