import type { Actor } from '@/lib/auth/actor'
import { decisionId } from '@/lib/domain/decision/kinds'
import { iso } from '@/lib/domain/instant'
import type { Context } from '@/lib/db/transact'
import { notFound } from '@/lib/verbs/refusal'
import { visibleProgram } from './visible'

/** A sealed packet as a list shows it. */
export interface PacketListDto {
  /** `/{program}/packets/{id}.json` */
  id: number
  decision: number
  kind: string
  title: string
  round: number
  sha256: string
  judgement: string
  sealedAt: string
  state: string
  outcome: 'approved' | 'rejected' | null
  /** Whether its decision was decided on this very packet: then there is a bundle. */
  decided: boolean
}

interface Row {
  id: number
  number: number
  kind: string
  title: string
  round: number
  current: number
  sha256: string
  judgement: string
  sealed_at: Date
  state: string
  outcome: 'approved' | 'rejected' | null
}

/** Every sealed packet of a program's decisions, newest first. */
export async function packets(context: Context, actor: Actor, slug: string): Promise<PacketListDto[]> {
  const state = await visibleProgram(context, actor, slug)
  const { rows } = await context.database.pool.query<Row>(
    `SELECT p.id, d.number, d.kind, d.title, p.round, d.round AS current, encode(p.sha256, 'hex') AS sha256,
       encode(p.judgement, 'hex') AS judgement, p.sealed_at, d.state, d.outcome
     FROM packet p JOIN decision d ON d.id = p.decision_id WHERE d.program_id = $1 ORDER BY p.id DESC`,
    [state.id],
  )
  return rows.map(({ number, current, sealed_at, ...row }) => ({
    ...row,
    decision: number,
    sealedAt: iso(sealed_at.getTime()),
    decided: row.state === 'decided' && row.round === current,
  }))
}

/** A file to be downloaded, byte for byte. */
export interface PacketFile {
  name: string
  body: Buffer
}

/** The very bytes of a sealed packet. */
export async function packetFile(context: Context, actor: Actor, slug: string, id: number): Promise<PacketFile> {
  const state = await visibleProgram(context, actor, slug)
  const { rows } = await context.database.pool.query<{ number: number; round: number; bytes: Buffer }>(
    `SELECT d.number, p.round, p.bytes FROM packet p JOIN decision d ON d.id = p.decision_id
     WHERE d.program_id = $1 AND p.id = $2`,
    [state.id, id],
  )
  const [row] = rows
  if (row === undefined) throw notFound('packet')
  return { name: `${slug}-${decisionId(row.number)}-round-${row.round}.packet.json`, body: row.bytes }
}
