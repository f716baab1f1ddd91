import type pg from 'pg'
import type { Rights } from '@/lib/auth/rights'
import type { ProgramState } from '@/lib/db/program-state'
import type { Instant } from '@/lib/domain/instant'

export type InboxKind =
  | 'vote'
  | 'seal'
  | 'incident'
  | 'review'
  | 'metric'
  | 'key'
  | 'attestation'
  | 'plan'
  | 'milestone'
  | 'risk'
  | 'action'

/** One thing that waits for the reader. */
export interface InboxItem {
  kind: InboxKind
  /** What it is: "Promotion to Beta". */
  title: string
  /** Its own page, where what is asked is done elsewhere. */
  page?: string
  /** What is asked, as an act: "Sign as Security lead". */
  ask: string
  href: string
  /** Where it comes from, with their pages. */
  about?: { text: string; href: string }[]
  /** Since when it waits; null where that is not known. */
  since: Instant | null
  /** When it is late; null where it has no deadline. */
  due: Instant | null
}

/** Whose inbox it is, and where the program stands. */
export interface Reader {
  pool: pg.Pool
  state: ProgramState
  user: string
  rights: Rights
  /** Roles held and stood in for. */
  votesAs: ReadonlySet<string>
  now: Instant
}

/** The role's title in the program. */
export const titleOf = ({ state }: Reader, role: string): string =>
  state.revision.compiled.program.roles.find(({ id }) => id === role)?.title ?? role
