import { appContext } from '@/lib/db/app-context'
import { csv, csvResponse } from '@/lib/http/csv'
import { problemFrom } from '@/lib/http/problem'
import { riskQuery } from '@/lib/http/risk-query'
import { signedIn } from '@/lib/http/session'
import { risks } from '@/lib/queries/risks'
import { Refusal } from '@/lib/verbs/refusal'

const header = [
  'risk',
  'category',
  'title',
  'statement',
  'likelihood',
  'impact',
  'score',
  'trigger_signals',
  'mitigation_strategy',
  'owner_role',
  'owner',
  'review_cadence',
  'closure_criteria',
  'state',
  'state_since',
  'next_review',
  'review_overdue',
  'last_trigger',
  'milestones_done',
  'milestones',
  'milestones_overdue',
  'score_at_last_board',
  'state_at_last_board',
]

interface Route {
  params: Promise<{ program: string }>
}

/** The risks as the table shows them, with every column. */
export async function GET(request: Request, { params }: Route): Promise<Response> {
  try {
    const actor = await signedIn()
    if (actor === null) throw new Refusal('unauthenticated', 'signed_out', 'Sign in first.')
    const { program } = await params
    const filter = riskQuery(Object.fromEntries(new URL(request.url).searchParams))
    const { rows, lastBoard } = await risks(appContext(), actor, program, filter)
    const lines = rows.map((row) => [
      row.key,
      row.category,
      row.title,
      row.statement,
      row.likelihood,
      row.impact,
      row.score,
      `${row.signals.join(', ')}.`,
      row.mitigation,
      row.ownerRole.title,
      row.owner?.active === true ? row.owner.name : null,
      row.cadence,
      row.closure,
      row.state,
      row.stateSince,
      row.nextReview,
      row.reviewOverdue,
      row.lastTrigger,
      row.milestones.done,
      row.milestones.total,
      row.milestones.overdue,
      lastBoard === null ? null : (row.moved?.from.score ?? row.score),
      lastBoard === null ? null : (row.moved?.from.state ?? row.state),
    ])
    return csvResponse(`${program}-risks.csv`, csv(header, lines))
  } catch (error) {
    return problemFrom(error)
  }
}
