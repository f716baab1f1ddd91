/** One fault of an input: where (`samples.3.unit`), a stable code, and what is wrong in words. */
export interface InputFault {
  path: string
  code: string
  message: string
}

const statuses = {
  unreadable: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media: 415,
  refused: 422,
  too_many: 429,
  unavailable: 503,
} as const

export type RefusalKind = keyof typeof statuses

/**
 * Why a verb did not act, in words for whoever asked. `code` is stable; `faults` name every fault of the input;
 * `retryAfter` is in seconds.
 */
export class Refusal extends Error {
  readonly status: number

  constructor(
    readonly kind: RefusalKind,
    readonly code: string,
    message: string,
    readonly faults: readonly InputFault[] = [],
    readonly retryAfter?: number,
  ) {
    super(message)
    this.status = statuses[kind]
  }
}

export const notFound = (what: string): Refusal => new Refusal('not_found', 'not_found', `There is no such ${what}.`)

export const invalid = (faults: readonly InputFault[]): Refusal =>
  new Refusal(
    'refused',
    'invalid',
    faults.length === 1 ? 'One thing is wrong with the input.' : `${faults.length} things are wrong with the input.`,
    faults,
  )
