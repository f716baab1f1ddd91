import type { RiskState } from '@/lib/domain/risk/event'

export interface RiskScaleDto {
  likelihood: string[]
  impact: string[]
}

export interface OwnerDto {
  id: string
  name: string
  /** Someone who has been deactivated owns nothing. */
  active: boolean
}

/** A cell of the heat map. */
export interface Place {
  likelihood: number
  impact: number
}

/** What a risk was when the last board closed, where that differs. */
export interface MovedRiskDto {
  key: string
  from: Place & { score: number; state: RiskState }
  to: Place & { score: number; state: RiskState }
}

export interface RiskRowDto {
  key: string
  category: string
  title: string
  statement: string
  likelihood: number
  impact: number
  score: number
  /** At or above the program's threshold. */
  high: boolean
  signals: string[]
  mitigation: string
  ownerRole: { id: string; title: string }
  owner: OwnerDto | null
  /** The cadence in the program's words. */
  cadence: string
  closure: string
  state: RiskState
  stateSince: string
  nextReview: string | null
  reviewOverdue: boolean
  lastTrigger: string | null
  milestones: { done: number; total: number; overdue: number; next: string | null }
  moved: MovedRiskDto | null
}
