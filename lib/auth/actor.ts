/** Who acts. Verbs and queries take one and decide by it; its rights are read anew in every transaction. */
export type Actor = UserActor | TokenActor | CiActor | SystemActor | OperatorActor

/** Someone signed in. */
export interface UserActor {
  kind: 'user'
  /** UUID. */
  user: string
}

/** A bearer token of one program. */
export interface TokenActor {
  kind: 'token'
  token: number
  program: number
  scope: 'upload' | 'read'
  gated: boolean
}

/** A CI job whose own OIDC token says what it runs. */
export interface CiActor {
  kind: 'ci'
  /** The identity's id in the program's definition. */
  identity: string
  program: number
  gated: boolean
  claims: { commit: string; ref: string; run: string }
}

/** Signalbox itself: closing windows, completing runs. */
export interface SystemActor {
  kind: 'system'
}

/** Whoever has the shell of this installation: the CLI on the database, and the start. */
export interface OperatorActor {
  kind: 'operator'
}

/** How the register and every `…By` column name an actor: opaque, stable, without a name. */
export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return `user:${actor.user}`
    case 'token':
      return `token:${actor.token}`
    case 'ci':
      return `ci:${actor.identity}`
    case 'system':
    case 'operator':
      return actor.kind
  }
}

export const system: SystemActor = { kind: 'system' }
export const operator: OperatorActor = { kind: 'operator' }
