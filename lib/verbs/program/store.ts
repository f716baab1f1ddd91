import { type Actor, actorId } from '@/lib/auth/actor'
import { inTransaction } from '@/lib/db/database'
import { type Context, transact } from '@/lib/db/transact'
import type { Fault } from '@/lib/program/fault'
import { compileProgram } from '@/lib/program/compile'
import { loadProgram } from '@/lib/program/load'
import { permitAdministrator } from '../permit'
import { Refusal } from '../refusal'
import { defineRisks } from '../risk/define'
import { activateRevision } from './activate'

export interface StoredDefinition {
  slug: string
  /** Revision number now in force. */
  revision: number
  digest: string
  /** false where this very definition was in force already. */
  changed: boolean
}

/** A definition that was refused, with every fault and its line. */
export class DefinitionRefused extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(`The definition has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}.`)
  }
}

/**
 * Stores a program's definition as its next revision and puts it in force: the first of a new program, or a
 * replacement while the program has not entered its first phase (semantics 2). Afterwards only a decision may.
 * With `replaces`, a definition of any other program is refused. Administrators only.
 */
export async function storeDefinition(
  context: Context,
  actor: Actor,
  source: string,
  replaces: string | null = null,
): Promise<StoredDefinition> {
  // Asked here as well, so that nobody else can make a program's row below.
  await inTransaction(context.database, (_, client) => permitAdministrator(client, actor))
  const loaded = loadProgram(source)
  if (!loaded.ok) throw new DefinitionRefused(loaded.faults)
  const { program, canonical, digest } = loaded.loaded
  const compiled = compileProgram(program)
  const slug = program.id
  if (replaces !== null && slug !== replaces) throw otherProgram(slug, replaces)
  const id = await programId(context, slug)
  return transact<StoredDefinition>(context, { actor, program: { id, slug }, lock: 'exclusive' }, async (tx) => {
    const { prisma, client, now } = tx
    await permitAdministrator(client, actor)
    const stored = await prisma.program.findUniqueOrThrow({ where: { id }, include: { revision: true } })
    if (stored.revision !== null && Buffer.from(stored.revision.digest).toString('hex') === digest) {
      // A register from before risks were kept takes them in now.
      const [first, ...rest] = await defineRisks(tx, actor, { id, definition: program })
      const result = { slug, revision: stored.revision.number, digest, changed: false }
      return first === undefined ? { result, unchanged: true } : { result, entries: [first, ...rest] }
    }
    if (stored.phase !== null) {
      throw new Refusal(
        'conflict',
        'needs_decision',
        `${slug} has entered a phase: its definition changes by decision only.`,
      )
    }
    refuseOtherWindows(stored.revision?.canonical, program)
    const number = (await prisma.programRevision.count({ where: { programId: id } })) + 1
    const by = actorId(actor)
    const at = new Date(now)
    const revision = await prisma.programRevision.create({
      data: {
        programId: id,
        number,
        digest: Buffer.from(digest, 'hex'),
        canonical,
        source,
        createdBy: by,
        createdAt: at,
      },
    })
    const activated = await activateRevision(tx, actor, { id }, { id: revision.id, number, digest, compiled })
    return {
      result: { slug, revision: number, digest, changed: true },
      entries: [{ type: 'program.revision_stored', payload: { revision: number, digest } }, ...activated],
    }
  })
}

const otherProgram = (slug: string, replaces: string): DefinitionRefused => {
  const message = `names ${slug}, and would replace ${replaces}: an id never changes`
  return new DefinitionRefused([{ path: 'id', line: null, code: 'other_program', message }])
}

/** The program's row, made if it is new: without a revision in force it is not there for anyone. */
async function programId(context: Context, slug: string): Promise<number> {
  const at = new Date(await context.clock(context.database.pool))
  const { prisma } = context.database
  await prisma.program.createMany({ data: [{ slug, createdAt: at }], skipDuplicates: true })
  return (await prisma.program.findUniqueOrThrow({ where: { slug } })).id
}

/** Windows are stored rows that follow each other; cutting time anew in the middle would leave gaps or overlaps. */
function refuseOtherWindows(canonical: string | undefined, next: { zone: string; window: { length: string } }): void {
  if (canonical === undefined) return
  const before = JSON.parse(canonical) as typeof next
  if (before.zone === next.zone && before.window.length === next.window.length) return
  throw new Refusal('conflict', 'windows_fixed', "A program's zone and window length are fixed once it has windows.")
}
