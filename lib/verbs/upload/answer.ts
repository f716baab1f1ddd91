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
  /** The register's newest checkpoint as this process knows it, a signed note; null before the first. */
  checkpoint: string | null
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
