import type { WaiverInput } from '@/lib/domain/decision/inputs'
import { seriesId } from '@/lib/domain/scoreboard/types'
import { startOfDay, type Window, windowOf, windowsBetween } from '@/lib/domain/window/window'
import { objections, type WaiverRequest } from '@/lib/domain/waiver/policy'
import { DAY, type Instant } from '@/lib/domain/instant'
import { dayAfter } from '@/lib/domain/window/day'
import { currentBoard } from '../current-board'
import type { ProgramState } from '../program-state'
import { waiverFacts } from '../waiver-facts'
import { criterionState, isCriterion } from './criterion'
import type { Judge } from './judged'

/** A waiver stands on the states that it waives, and on what the program's policy allows (semantics 6, 7). */
export const judgeWaiver: Judge<WaiverInput> = async ({ db, state, now, input }) => {
  const request = waiverRequest(state, input, now)
  if (request === null) {
    const needs = ['The program no longer names what is to be waived, or its windows.']
    return { items: {}, needs, sections: {} }
  }
  const standing = await waiverFacts(db, state.id)
  const { waivers } = state.revision.compiled.program.governance
  const needs = objections(waivers, request, standing, now).map(({ message }) => message)
  const found =
    input.of === 'series'
      ? await seriesVerdict({ db, state, now, input })
      : await criterionState({ db, state, now }, input.target)
  return { items: { [`${input.of} ${input.target}`]: found ?? 'not there' }, needs, sections: {} }
}

const seriesVerdict = async ({
  db,
  state,
  now,
  input,
}: Pick<Parameters<Judge<WaiverInput>>[0], 'db' | 'state' | 'now' | 'input'>): Promise<string | null> => {
  const board = await currentBoard(db, state, now)
  const series = board.metrics.flatMap((metric) => metric.series)
  return series.find(({ spec }) => seriesId(spec) === input.target)?.verdict ?? null
}

/** A waiver's input in the program's terms, or null where it names what is not there. */
export function waiverRequest(state: ProgramState, input: WaiverInput, now: Instant): WaiverRequest | null {
  const { compiled } = state.revision
  const { program } = compiled
  const windows = waivableWindows(state, now)
  const [from, to] = [input.from, input.to].map((label) => windows.find((window) => window.label === label))
  if (from === undefined || to === undefined) return null
  const metric =
    input.of === 'series'
      ? program.scoreboard.metrics.find(({ measures }) =>
          measures.some(({ id, profiles, environments }) =>
            profiles.some((profile) =>
              environments.some((environment) => seriesId({ measure: id, profile, environment }) === input.target),
            ),
          ),
        )
      : undefined
  if (input.of === 'series' ? metric === undefined : !isCriterion(state, input.target)) return null
  return {
    of: input.of,
    target: input.target,
    metric: metric?.id ?? null,
    verdict: input.verdict,
    start: from.start,
    end: to.end,
    expiresAt: startOfDay(program.zone, dayAfter(input.expiresOn)),
    control: input.control,
    followUp: input.followUp,
  }
}

/**
 * Windows that a waiver may name: from the one that was open when the oldest open question was asked, up to as far as
 * a waiver may last. A window that has ended is refused by the policy, with its own words.
 */
export function waivableWindows(state: ProgramState, now: Instant): Window[] {
  const { compiled } = state.revision
  const { maxDays } = compiled.program.governance.waivers
  const first = windowOf(compiled.windows, now - maxDays * DAY)
  return windowsBetween(compiled.windows, first.start, now + maxDays * DAY)
}
