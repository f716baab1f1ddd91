import type { Actor } from '@/lib/auth/actor'
import { mayDo, rightsOf } from '@/lib/auth/rights'
import { decisionOf } from '@/lib/db/decisions'
import { ruleFor } from '@/lib/db/electors'
import { excludedBy, sessionSignatures } from '@/lib/db/hearing'
import { namesOf } from '@/lib/db/people'
import type { ProgramState } from '@/lib/db/program-state'
import { changesSince, sealable, spent } from '@/lib/db/sealing'
import type { Context } from '@/lib/db/transact'
import { isOpen } from '@/lib/domain/decision/kinds'
import type { DecisionRule } from '@/lib/domain/decision/rule'
import { iso } from '@/lib/domain/instant'
import type { Json } from '@/lib/register/canonical'
import { notFound } from '@/lib/verbs/refusal'
import { eventDto, type EventRow } from './decision/history'
import { tallyWords } from './decision/tally-words'
import { type DecisionView, listDto, seatName, seatsFor, viewOf } from './decision/view'
import type { DecisionDto, PacketDto, VoteDto } from './decision-dto'
import { visibleProgram } from './visible'

/** One decision, whole: its packet as a document, votes, what it waits for, and its history. */
export async function decision(context: Context, actor: Actor, slug: string, number: number): Promise<DecisionDto> {
  const state = await visibleProgram(context, actor, slug)
  const { pool } = context.database
  const stored = await decisionOf(pool, state.id, number)
  if (stored === null) throw notFound('decision')
  const now = await context.clock(pool)
  const view = await viewOf(pool, state, stored, now)
  const events = await pool.query<EventRow>(
    'SELECT type, at, by, body FROM decision_event WHERE decision_id = $1 ORDER BY sequence',
    [stored.id],
  )
  const asked = idsIn(stored.input)
  const people = await namesOf(pool, [...peopleIn(events.rows, view), ...asked])
  const names = {
    person: (id: unknown): string => people.get(String(id)) ?? 'someone',
    role: (id: unknown): string => seatName(state, String(id)).title,
  }
  const mySeats = actor.kind === 'user' ? await seatsFor(pool, state, view, actor.user, now) : []
  const rights = await rightsOf(pool, actor, state.id)
  const mayPropose = mayDo(rights, state.revision.compiled.program.permissions, 'propose_decision')
  const open = isOpen(stored.state)
  const found = open ? await sealable(pool, state, stored, now) : null
  const { packet, votes } = view
  const changed =
    stored.state === 'sealed' && packet !== null ? await changesSince(pool, state, stored, packet, now) : []
  const used = stored.state === 'sealed' && packet !== null ? await spent(pool, state, stored, packet, votes, now) : []
  const rule = packet?.document.electorate.rule ?? ruleFor(state, stored.kind)
  const resealable = stored.state !== 'sealed' || changed.length > 0 || used.length > 0
  return {
    ...listDto(state, view, mySeats.length > 0),
    program: slug,
    zone: state.revision.compiled.program.zone,
    now: iso(now),
    question: stored.question,
    recommendation: stored.recommendation,
    input: stored.input,
    names: Object.fromEntries(asked.flatMap((id) => (people.has(id) ? [[id, people.get(id) ?? '']] : []))),
    rule: ruleDto(state, stored.kind, rule),
    signatures: (await sessionSignatures(pool, state)) ? 'session' : 'passkey',
    packet: packet === null ? null : packetDto(packet, people),
    packets: view.packets.map(({ id, round, sha256, sealedAt }) => ({ id, round, sha256, sealedAt: iso(sealedAt) })),
    votes: voteDtos(state, view),
    tally: tallyDto(state, view),
    changedSinceSeal: changed,
    sealingNeeds: open ? (found?.needs ?? ['The program says nothing of how this is decided.']) : [],
    mySeats,
    whyNotMe: whyNotMe(actor, view, mySeats.length > 0),
    may: { seal: open && mayPropose && resealable, withdraw: open && mayPropose },
    history: events.rows.map((event) => eventDto(event, names)),
  }
}

function peopleIn(events: readonly EventRow[], { packets }: DecisionView): string[] {
  const actors = [...events.map(({ by }) => by), ...packets.map(({ sealedBy }) => sealedBy)]
  const deputies = events.flatMap(({ body }) => (typeof body.deputyOf === 'string' ? [body.deputyOf] : []))
  return [...actors.flatMap((by) => (by.startsWith('user:') ? [by.slice('user:'.length)] : [])), ...deputies]
}

/** The ids of people in an input: its values that are UUIDs. */
const idsIn = (input: Json): string[] =>
  Object.values(input as { readonly [field: string]: Json }).filter(
    (value): value is string => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  )

function ruleDto(state: ProgramState, kind: string, rule: DecisionRule | null): DecisionDto['rule'] {
  const { governance } = state.revision.compiled.program
  const council = governance.decisions.find((one) => one.kind === kind)?.council
  const tieBreak = rule?.split.outcome === 'tie_break' && !rule.unanimous ? rule.split.role : null
  return {
    council: governance.councils.find(({ id }) => id === council)?.title ?? null,
    seats: (rule?.seats ?? []).map(({ role, mandatory }) => ({ ...seatName(state, role), mandatory })),
    approvals: rule?.approvals ?? 0,
    unanimous: rule?.unanimous ?? false,
    tieBreak: tieBreak === null ? null : seatName(state, tieBreak),
  }
}

function packetDto(packet: NonNullable<DecisionView['packet']>, people: ReadonlyMap<string, string>): PacketDto {
  const user = packet.sealedBy.startsWith('user:') ? packet.sealedBy.slice('user:'.length) : null
  return {
    id: packet.id,
    round: packet.round,
    sha256: packet.sha256,
    judgement: packet.judgement,
    sealedAt: iso(packet.sealedAt),
    sealedBy: user === null ? null : { user, name: people.get(user) ?? 'someone' },
    document: packet.document,
  }
}

function voteDtos(state: ProgramState, { packets, packet, votes, counted, decision: stored }: DecisionView): VoteDto[] {
  return votes.map((vote) => {
    const current = vote.packet === packet?.id && stored.state !== 'stale'
    const refused = counted?.uncounted.find(({ ballot }) => ballot === vote)?.reason ?? null
    return {
      round: packets.find(({ id }) => id === vote.packet)?.round ?? 0,
      seat: { role: vote.seat, title: vote.title },
      person: { user: vote.person, name: vote.name },
      deputyOf: vote.deputyOf === null ? null : { user: vote.deputyOf, name: vote.deputyName ?? '' },
      vote: vote.vote,
      rationale: vote.rationale,
      method: vote.method,
      credential: vote.credential,
      at: iso(vote.at),
      counts: current && refused === null,
      notCounted: current ? refused : 'what was sealed no longer held',
    }
  })
}

function tallyDto(state: ProgramState, { decision: stored, counted, hearing }: DecisionView): DecisionDto['tally'] {
  const titleOf = (role: string): string => seatName(state, role).title
  const words = tallyWords({ state: stored.state, rule: hearing?.rule ?? null, counted, titleOf })
  const settles = stored.state === 'sealed' || stored.state === 'decided'
  const outcome = counted === null || !settles ? 'open' : counted.split ? 'split' : counted.tally.outcome
  return { outcome, reasons: [words] }
}

function whyNotMe(
  actor: Actor,
  { decision: stored, hearing, packet, votes }: DecisionView,
  may: boolean,
): string | null {
  if (may || stored.state !== 'sealed' || actor.kind !== 'user' || hearing === null) return null
  if (actor.user === excludedBy(hearing.sealed)) return 'You asked for this, so you do not vote on it.'
  if (votes.some((vote) => vote.packet === packet?.id && vote.person === actor.user)) return 'You have voted.'
  const seats = hearing.sealed.seats.filter(({ holders }) => holders.some(({ person }) => person === actor.user))
  if (seats.length === 0) return 'You fill none of its seats.'
  return 'None of your seats is free now, or none of your keys counted when it was sealed.'
}
