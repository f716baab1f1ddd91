import type { Status } from '@/lib/domain/scoreboard/types'
import type { Verdict } from '@/lib/domain/metric/verdict'

/** What an upload is answered (semantics 15). A repeated upload gets the first answer again. */
export interface UploadAnswer {
  run: {
    id: string
    /** The run's number here, which its page goes by. */
    number: number
    commit: string | null
    ref: string
    gated: boolean
    complete: boolean
    page: string
  }
  /** Number of the revision that judged. */
  revision: number
  verdicts: AnsweredVerdict[]
  scoreboard: { window: string; before: Status; after: Status }
  /** What the upload stopped or put under review: incidents that it opened, or whose criteria it fired. */
  stops: AnsweredStop[]
  /** The register's newest checkpoint as this process knows it, a signed note; null before the first. */
  checkpoint: string | null
}

export interface AnsweredStop {
  incident: number
  /** `review`: promotion is blocked, the phase goes on. */
  kind: 'kill' | 'rollback' | 'review'
  /** Kill criteria or rollback triggers that fired; metrics under review. */
  criteria: string[]
  page: string
}

export interface AnsweredVerdict {
  metric: string
  profile: string
  environment: string
  verdict: Verdict
  value: number | null
  limit: number | null
  warn: number | null
  unit: string
  window: string
  reasons: string[]
}
