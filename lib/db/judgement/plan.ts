import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { dayAfter } from '@/lib/domain/window/day'
import { dayWords } from '@/lib/domain/window/day-words'
import { startOfDay } from '@/lib/domain/window/window'
import { currentBoard } from '../current-board'
import { isActive } from '../people'
import type { Judge } from './judged'

/** A remediation plan stands on its metric's light, its owner and its date (seed 11.4). */
export const judgePlan: Judge<DecisionInputs['remediation_plan']> = async ({ db, state, now, input }) => {
  const board = await currentBoard(db, state, now)
  const metric = board.metrics.find(({ spec }) => spec.id === input.metric)
  const active = await isActive(db, input.owner)
  const over = startOfDay(state.revision.compiled.program.zone, dayAfter(input.due)) <= now
  const needs = [
    ...(metric === undefined ? [`The scoreboard has no metric ${input.metric}.`] : []),
    ...(active ? [] : ['The owner is not someone active and named.']),
    ...(over ? [`${dayWords(input.due)} is over: a plan needs a date still ahead.`] : []),
  ]
  const light = metric === undefined ? 'not there' : (metric.status ?? 'not required')
  return { items: { [`Metric ${input.metric}`]: light }, needs, sections: {} }
}
