import type { Actor } from '@/lib/auth/actor'
import { rightsOf } from '@/lib/auth/rights'
import { gateFacts } from '@/lib/db/gate-facts'
import { attestationFacts, type StoredAttestation } from '@/lib/db/attestation-facts'
import type { Context } from '@/lib/db/transact'
import type { OutsidePointer } from '@/lib/domain/gate/facts'
import type { GateCheck, GateProgram } from '@/lib/domain/gate/program'
import { gateReport } from '@/lib/domain/gate/report'
import { iso } from '@/lib/domain/instant'
import { notFound } from '@/lib/verbs/refusal'
import { type GateDto, gateDto, type GatePlace, isSide, phaseTitle, placeOf } from './gates'
import { promoting, type PromotingDto } from './proposing'
import { visibleProgram } from './visible'

export interface AttestationDto {
  id: number
  kind: 'attested' | 'record'
  criterion: string
  roleTitle: string
  person: string
  at: string
  evidence: OutsidePointer[]
  command: string | null
  record: string | null
  withdrawal: { by: string; reason: string; at: string } | null
  /** The viewer may take it back. */
  mayWithdraw: boolean
}

/** What a criterion asks of people, and whether the viewer is one of them. */
export interface AskDto {
  criterion: string
  kind: 'attested' | 'record'
  roleTitles: string[]
  /** Roles in which the viewer may speak. */
  roles: { id: string; title: string }[]
  /** What must be shown, a pointer each; empty for a record. */
  shows: string[]
  command: boolean
  system: string | null
}

export interface GatePageDto {
  gate: GateDto
  zone: string
  place: GatePlace
  /** The other half of the same promotion; null for the first entry and the last exit. */
  other: GateDto | null
  /** "Alpha → Beta" */
  promotion: string
  /** How to propose that promotion; null unless it comes next and nothing stands against either half. */
  promote: PromotingDto | null
  asks: AskDto[]
  attestations: AttestationDto[]
}

/** A gate with both halves of its promotion, what it asks of people, and what they have said. */
export async function gatePage(
  context: Context,
  actor: Actor,
  slug: string,
  phase: string,
  side: string,
): Promise<GatePageDto> {
  const state = await visibleProgram(context, actor, slug)
  const { gates: program, program: definition } = state.revision.compiled
  const index = program.phases.findIndex(({ id }) => id === phase)
  if (!isSide(side) || index === -1) throw notFound('gate')
  const { pool } = context.database
  const now = await context.clock(pool)
  const [facts, rights, stored] = await Promise.all([
    gateFacts(pool, state, now, true),
    rightsOf(pool, actor, state.id),
    attestationFacts(pool, state.id),
  ])
  const otherPhase = program.phases[side === 'exit' ? index + 1 : index - 1]
  const other =
    otherPhase === undefined
      ? null
      : gateReport(program, facts, now, { phase: otherPhase.id, side: side === 'exit' ? 'entry' : 'exit' })
  const [from, to] = side === 'exit' ? [phase, otherPhase?.id ?? 'released'] : [otherPhase?.id ?? null, phase]
  const criteria = program.phases[index]?.[side] ?? []
  const report = gateReport(program, facts, now, { phase, side })
  const place = placeOf(program, facts.phase, report)
  const ready = place === 'next' && report.met && other?.met !== false
  return {
    gate: gateDto(state, report),
    zone: definition.zone,
    place,
    promote: ready ? await promoting(context, actor, state) : null,
    other: other === null ? null : gateDto(state, other),
    promotion: `${phaseTitle(program, from) ?? 'Beginning'} → ${phaseTitle(program, to)}`,
    asks: criteria.flatMap(({ id, checks }) => checks.flatMap((check) => askOf(program, id, check, rights.roles))),
    attestations: stored
      .filter((one) => one.phase === phase && one.side === side)
      .reverse()
      .map((one) => attestationDto(program, one, actor, rights.roles)),
  }
}

function askOf(program: GateProgram, criterion: string, check: GateCheck, held: ReadonlySet<string>): AskDto[] {
  if (check.kind !== 'attested' && check.kind !== 'record') return []
  const titled = (id: string) => ({ id, title: program.roles.get(id) ?? id })
  return [
    {
      criterion,
      kind: check.kind,
      roleTitles: check.roles.map((role) => titled(role).title),
      roles: check.roles.filter((role) => held.has(role)).map(titled),
      shows: check.kind === 'attested' ? [...check.evidence] : [],
      command: check.kind === 'attested' && check.command,
      system: check.kind === 'record' ? check.system : null,
    },
  ]
}

function attestationDto(
  program: GateProgram,
  one: StoredAttestation,
  actor: Actor,
  held: ReadonlySet<string>,
): AttestationDto {
  const own = actor.kind === 'user' && actor.user === one.person.id
  const { withdrawal } = one
  return {
    id: one.id,
    kind: one.kind,
    criterion: one.criterion,
    roleTitle: program.roles.get(one.role) ?? one.role,
    person: one.person.name,
    at: iso(one.at),
    evidence: [...one.evidence],
    command: one.command,
    record: one.recordId === null ? null : `${one.system} ${one.recordId}`,
    withdrawal: withdrawal === null ? null : { ...withdrawal, at: iso(withdrawal.at) },
    mayWithdraw: withdrawal === null && (own || held.has(one.role)),
  }
}
