import { judgementOf, promotionJudgement } from '@/lib/domain/gate/judgement'
import type { GateReport, PromotionReport } from '@/lib/domain/gate/types'
import type { Json } from './canonical'
import { digestOf } from './digest'

/** A report or a judgement as plain JSON, without what is undefined. */
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

/** The two digests of a gate report (semantics 7): of everything in it, and of its judgement. SHA-256, hex. */
export const gateDigests = (report: GateReport): { digest: string; judgement: string } => ({
  digest: digestOf(asJson(report)),
  judgement: digestOf(asJson(judgementOf(report))),
})

/** The same of a promotion: one judgement over both halves. */
export const promotionDigests = (report: PromotionReport): { digest: string; judgement: string } => ({
  digest: digestOf(asJson(report)),
  judgement: digestOf(asJson(promotionJudgement(report))),
})
