import type { Instant } from '@/lib/domain/instant'
import type { RiskEventType } from '@/lib/domain/risk/event'
import { canonicalJson, type Json } from './canonical'
import { sha256 } from './digest'
import type { DecidedPayload, SealedPayload, VotePayload } from './bundle'

/** A risk as it stands after one of its events; `bodyDigest` is the SHA-256 of the event's canonical body. */
export interface RiskChange {
  risk: string
  version: number
  state: string
  owner: string | null
  likelihood: number
  impact: number
  reviewDueAt: string | null
  /** `D-7`: the decision that closed it. */
  decision: string | null
  bodyDigest: string
}

/**
 * What the register can hold: every state change and what it says of it. People are opaque ids; names, addresses and
 * free text do not go in, only their digests (semantics 12).
 */
export interface RegisterPayloads extends Record<`risk.${RiskEventType}`, RiskChange> {
  'installation.created': { origin: string; demo: boolean }
  'upload.accepted': {
    upload: number
    run: string
    actor: string
    canonicalDigest: string
    samples: number
    evidence: number
    defects: number
    gated: boolean
    completed: boolean
  }
  'run.completed': { run: string; actor: string; reason: 'upload' | 'timeout' }
  'window.closed': { window: string; evaluation: number; digest: string; status: string; revision: number }
  'window.revised': { window: string; evaluation: number; digest: string; status: string; revision: number }
  'program.revision_stored': { revision: number; digest: string }
  'program.revision_activated': { revision: number; digest: string }
  'person.signed_up': { user: string; identity: string }
  'person.deactivated': { user: string }
  'administrator.granted': { user: string; how: string }
  'administrator.ended': { user: string }
  'role.granted': { user: string; role: string }
  'role.ended': { user: string; role: string }
  'setup_code.issued': { expiresAt: string }
  'token.created': { token: number; scope: string; gated: boolean; nameDigest: string }
  'token.revoked': { token: number }
  'attestation.made': {
    attestation: number
    kind: 'attested' | 'record'
    gate: string
    criterion: string
    role: string
    revision: number
    evidenceDigest: string
    commandDigest: string | null
    recordDigest: string | null
  }
  'attestation.withdrawn': { attestation: number; reasonDigest: string }
  'incident.opened': {
    incident: number
    kind: 'kill' | 'rollback' | 'review'
    criteria: string[]
    phase: string | null
    due: string | null
    calendar: number
    statementDigest: string
    /** The gated run that fired it; left out where none did. */
    run?: number
  }
  /** It was not decided in time; whom that escalates to. */
  'incident.overdue': { incident: number; severity: string; dueAt: string; path: string[] }
  /** The run that opened an incident fired another criterion. */
  'incident.criterion_joined': { incident: number; criterion: string }
  /** `run` and `key`: in which run what failed; left out where only words say it. */
  'incident.signal_added': {
    incident: number
    signal: number
    criterion: string
    statementDigest: string
    evidenceDigest: string
    run?: number
    key?: string | null
  }
  /** A critical metric is out of band. */
  'metric.streak_began': { metric: string; since: string }
  /** Its streak has called for a review of the kill criteria. */
  'metric.review_called': { metric: string; since: string; cause: 'fails' | 'missing'; incident: number }
  /** A critical metric has no data or cannot be judged, and its owner was told. */
  'metric.owner_told': { metric: string; verdict: 'no_data' | 'error'; since: string }
  /** A critical metric is in band again: what it calls for next, it calls for anew. */
  'metric.streak_ended': { metric: string; since: string }
  'incident.ended': { incident: number; decision: string; outcome: string; postMortemDue: string | null }
  'incident.post_mortem': { incident: number; uriDigest: string }
  'defect.recorded': {
    defect: number
    kind: string
    severity: string
    surface: string | null
    openedAt: string
    wordsDigest: string
    evidenceDigest: string
  }
  'defect.resolved': { defect: number; noteDigest: string; evidenceDigest: string }
  'defect.list_confirmed': { statement: number; open: number[]; evidenceDigest: string }
  'program.phase_entered': { from: string | null; to: string; decision: string }
  'passkey.enrolled': { user: string; passkey: string; publicKeyDigest: string; algorithm: number }
  'passkey.renamed': { user: string; passkey: string; nameDigest: string }
  'passkey.confirmed': { user: string; passkey: string; countsFrom: string }
  'passkey.revoked': { user: string; passkey: string; reason: 'own' | 'administrator' | 'left'; reasonDigest: string }
  'deputy.granted': { deputy: number; role: string; holder: string; person: string; from: string; until: string }
  'deputy.ended': { deputy: number; role: string; holder: string; person: string }
  'decision.proposed': { decision: string; kind: string; subject: string; inputDigest: string }
  'decision.sealed': SealedPayload
  /** `changesDigest`: of the sentences that say what changed. */
  'decision.stale': { decision: string; round: number; packet: string; changesDigest: string }
  'decision.split': { decision: string; round: number; dueAt: string | null }
  'decision.overdue': { decision: string; severity: string; dueAt: string; path: string[] }
  'decision.withdrawn': { decision: string; round: number; reasonDigest: string }
  'decision.expired': { decision: string; round: number; expiresAt: string }
  'decision.superseded': { decision: string; round: number; by: string }
  'waiver.opened': {
    waiver: number
    decision: string
    of: string
    target: string
    verdict: string
    from: string
    to: string
    expiresAt: string
    askedBy: string
  }
  'waiver.ended': { waiver: number; reasonDigest: string }
  'plan.opened': { plan: number; decision: string; metric: string; owner: string; due: string; textDigest: string }
  'plan.ended': { plan: number; reasonDigest: string }
  'parity_debt.opened': { debt: number; decision: string; surface: string; risk: string; expiresAt: string }
  'parity_debt.ended': { debt: number; reasonDigest: string }
  'vote.cast': VotePayload
  'decision.decided': DecidedPayload
  'register.key_established': { origin: string; key: string; publicKey: string }
  'register.key_rotated': { origin: string; from: string; to: string; publicKey: string }
  'register.origin_opened': { origin: string; previous: { origin: string; size: number; root: string } }
  'review.started': { review: number; kind: string; items: number }
  'review.item_added': { review: number; item: number; subject: string; digest: string }
  'review.attended': { review: number; user: string; present: boolean }
  'review.stepped': { review: number; item: number }
  'review.outcome_recorded': { review: number; item: number; outcome: number; kind: string; digest: string }
  'review.closed': { review: number; digest: string; outcomes: number; passedOver: number }
  'action.added': { action: number; review: number; owner: string; due: string; titleDigest: string }
  'action.followed_up': { action: number; followUp: number; result: string; due: string; noteDigest: string }
}

export type RegisterType = keyof RegisterPayloads

/** An entry as a verb says it; actor, program and time come from its transaction. */
export type EntryDraft = {
  [Type in RegisterType]: {
    type: Type
    payload: RegisterPayloads[Type]
    /** When it came to be, where that is later than the transaction's own time: under a row's lock. */
    at?: Instant
  }
}[RegisterType]

export interface EntryHead {
  type: string
  actor: string
  /** The program's slug; null for what concerns the whole installation. */
  program: string | null
  /** `2026-11-22T19:33:28.000Z` */
  at: string
}

/** The canonical bytes of an entry: what its digest and, later, its leaf in the Merkle tree are computed over. */
export function entryBytes({ type, actor, program, at }: EntryHead, payload: Json): Buffer {
  return Buffer.from(canonicalJson({ actor, at, payload, program, type }))
}

export const entryDigest = (head: EntryHead, payload: Json): Buffer => sha256(entryBytes(head, payload))
