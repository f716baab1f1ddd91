import { type UserActor, actorId } from '@/lib/auth/actor'
import { packetsOf, type StoredPacket, votesOf } from '@/lib/db/decisions'
import { packetSections } from '@/lib/db/packet/gather'
import { changesSince, type Sealable, sealable, spent } from '@/lib/db/sealing'
import type { Context } from '@/lib/db/transact'
import { judgementChanges } from '@/lib/domain/decision/judgement'
import { decisionId } from '@/lib/domain/decision/kinds'
import { DAY, iso } from '@/lib/domain/instant'
import type { Json } from '@/lib/register/canonical'
import type { EntryDraft } from '@/lib/register/entry'
import { type PacketDocument, packetBytes, packetDigest } from '@/lib/register/packet'
import { permitAct } from '../permit'
import { Refusal } from '../refusal'
import {
  type DecisionInput,
  type DecisionTransaction,
  inDecision,
  makeStale,
  refuseEnded,
  writeEvent,
} from './in-decision'

/**
 * Seals a decision's packet: everything that is to be signed, frozen as bytes with their SHA-256, and a new round
 * begins (semantics 11). Refused while its conditions are not met or people are too few, and while an earlier seal is
 * as good as ever.
 */
export function sealDecision(
  context: Context,
  actor: UserActor,
  input: DecisionInput,
): Promise<{ round: number; sha256: string }> {
  return inDecision(context, actor, input, async (at) => {
    const { tx, state, decision } = at
    await permitAct(tx.client, actor, state, 'propose_decision')
    refuseEnded(decision)
    const packets = await packetsOf(tx.client, decision.id)
    const previous = packets.at(-1) ?? null
    const entries: EntryDraft[] = []
    if (decision.state === 'sealed' && previous !== null) entries.push(await voided(at, previous))
    const found = await sealable(tx.client, state, decision, tx.now)
    if (found === null)
      throw new Refusal('refused', 'not_decided_here', 'The program says nothing of how this is decided.')
    if (found.needs.length > 0) {
      const faults = found.needs.map((message) => ({ path: 'decision', code: 'not_met', message }))
      throw new Refusal('refused', 'not_sealable', `It cannot be sealed yet. ${found.needs.join(' ')}`, faults)
    }
    const round = decision.round + 1
    const packet = await packetDocument(at, found, round, previous)
    const sha256 = packetDigest(packet)
    await store(at, found, packet, round)
    await writeEvent(at, 'sealed', { round, packet: sha256, judgement: found.judged.digest })
    const { kind, number } = decision
    const payload = { decision: decisionId(number), kind, round, packet: sha256 }
    return { result: { round, sha256 }, entries: [{ type: 'decision.sealed', payload }, ...entries] }
  })
}

/** Ends the round of a seal that no longer serves; refuses where it does. */
async function voided(at: DecisionTransaction, packet: StoredPacket): Promise<EntryDraft> {
  const { tx, state, decision } = at
  const votes = await votesOf(tx.client, decision.id)
  const changes = [
    ...(await changesSince(tx.client, state, decision, packet, tx.now)),
    ...(await spent(tx.client, state, decision, packet, votes, tx.now)),
  ]
  if (changes.length > 0) return makeStale(at, packet.sha256, changes)
  throw new Refusal('conflict', 'sealed', `Decision ${decision.number} is sealed, and nothing has changed since.`)
}

async function packetDocument(
  { tx, state, decision }: DecisionTransaction,
  { judged, electorate }: Sealable,
  round: number,
  previous: StoredPacket | null,
): Promise<PacketDocument> {
  const { program } = state.revision.compiled
  const { rows } = await tx.client.query<{ origin: string }>('SELECT origin FROM installation')
  const sections = {
    ...(await packetSections(tx.client, state, tx.now)),
    ...judged.sections,
    asked: { subject: decision.subject, input: decision.input },
    judgement: { ...judged.judgement },
    since: since(previous, judged.judgement),
  }
  return {
    schema: 'signalbox.packet/v1',
    origin: rows[0]?.origin ?? '',
    program: { id: state.slug, title: program.title },
    decision: { id: decisionId(decision.number), kind: decision.kind, title: decision.title, round },
    sealedAt: iso(tx.now),
    question: decision.question,
    recommendation: decision.recommendation,
    revision: { number: state.revision.number, digest: state.revision.digest },
    judgement: judged.digest,
    electorate,
    sections,
  }
}

/** What changed since the packet of the round before. */
function since(previous: StoredPacket | null, judgement: Readonly<Record<string, string>>): Json {
  if (previous === null) return null
  return {
    round: previous.round,
    packet: previous.sha256,
    sealedAt: iso(previous.sealedAt),
    changes: judgementChanges(previous.judged, judgement),
  }
}

async function store(
  { tx, actor, state, decision }: DecisionTransaction,
  { judged }: Sealable,
  packet: PacketDocument,
  round: number,
): Promise<void> {
  const at = new Date(tx.now)
  const bytes = packetBytes(packet)
  await tx.client.query(
    `INSERT INTO packet (decision_id, round, revision_id, bytes, sha256, judgement, judged, sealed_by, sealed_at)
     VALUES ($1, $2, $3, $4, sha256($4), $5, $6, $7, $8)`,
    [
      decision.id,
      round,
      state.revision.id,
      bytes,
      Buffer.from(judged.digest, 'hex'),
      JSON.stringify(judged.judgement),
      actorId(actor),
      at,
    ],
  )
  const { expiresDays } =
    state.revision.compiled.program.governance.decisions.find(({ kind }) => kind === decision.kind) ?? {}
  const expiresAt = expiresDays === undefined ? null : new Date(tx.now + expiresDays * DAY)
  await tx.client.query(
    `UPDATE decision SET state = 'sealed', round = $2, sealed_at = $3, expires_at = $4 WHERE id = $1`,
    [decision.id, round, at, expiresAt],
  )
}
