import type { DecisionInputs } from '@/lib/domain/decision/inputs'
import { dayAfter } from '@/lib/domain/window/day'
import { dayWords } from '@/lib/domain/window/day-words'
import { startOfDay } from '@/lib/domain/window/window'
import { RELEASED } from '@/lib/program/compile'
import { openIncidents } from '../incident-facts'
import { storedMinutes } from '../review-facts'
import { riskFact } from '../risk-facts'
import type { Judge } from './judged'

const phaseWord = (phase: string | null): string => phase ?? 'not begun'

/** Stop or continue: the phase, and what is open in it. */
export const judgeStop: Judge<DecisionInputs['stop_or_continue']> = async ({ db, state }) => {
  const open = await openIncidents(db, state.id)
  const begun = state.phase !== null && state.phase !== RELEASED
  return {
    items: { Phase: phaseWord(state.phase), 'Open incidents': open.map(({ id }) => id).join(', ') || 'none' },
    needs: begun ? [] : ['No phase is under way.'],
    sections: {},
  }
}

/** A rollback: its trigger, and the phase it happens in. */
export const judgeRollback: Judge<DecisionInputs['rollback']> = async ({ state, input }) => {
  const trigger = state.revision.compiled.program.rollbackTriggers.find(({ id }) => id === input.trigger)
  return {
    items: { Phase: phaseWord(state.phase), Trigger: input.trigger },
    needs: trigger === undefined ? [`The program has no rollback trigger ${input.trigger}.`] : [],
    sections:
      trigger === undefined
        ? {}
        : {
            rollback: {
              trigger: trigger.trigger,
              severity: trigger.severity,
              action: trigger.action,
              recovery: trigger.recovery,
            },
          },
  }
}

/** A parity debt: a surface without replay proof, and a risk that is not closed to carry it (semantics 14). */
export const judgeDebt: Judge<DecisionInputs['parity_debt']> = async ({ db, state, now, input }) => {
  const { surfaces, zone } = state.revision.compiled.program
  const surface = surfaces?.retained.find(({ id }) => id === input.surface)
  const replay = new Set(surfaces?.evidenceKinds.filter((kind) => kind.replay).map(({ id }) => id))
  const proven = surface?.evidence.some((id) => replay.has(id.split('-')[0] ?? '')) ?? false
  const asked = surface?.obligations.some((id) => surfaces?.parity.replayObligations.includes(id)) ?? false
  const risk = await riskFact(db, state.id, input.risk)
  const needs = [
    ...(surface === undefined ? [`There is no retained surface ${input.surface}.`] : []),
    ...(surface !== undefined && !asked ? [`${input.surface} keeps no obligation that asks for replay proof.`] : []),
    ...(proven ? [`${input.surface} names replay proof: it needs no debt.`] : []),
    ...(risk === null ? [`There is no risk ${input.risk}.`] : []),
    ...(risk?.state === 'closed' ? [`${input.risk} is closed: a debt needs a risk that is watched.`] : []),
    ...(startOfDay(zone, dayAfter(input.expiresOn)) <= now ? [`${dayWords(input.expiresOn)} is over.`] : []),
  ]
  return {
    items: {
      [`Surface ${input.surface}`]: proven ? 'names replay proof' : 'names no replay proof',
      [`Risk ${input.risk}`]: risk === null ? 'not there' : risk.state === 'closed' ? 'closed' : 'not closed',
    },
    needs,
    sections: {},
  }
}

/** Minutes: the very text that is signed, or what the board's review left, whole (semantics 10). */
export const judgeMinutes: Judge<DecisionInputs['minutes']> = async ({ db, state, input }) => {
  if (!('board' in input)) {
    const { review, text, digest } = input
    return { items: { Minutes: digest }, needs: [], sections: { minutes: { review, text, digest } } }
  }
  const { board, digest } = input
  const stored = await storedMinutes(db, state.id, board)
  return {
    items: { [`Minutes of review ${board}`]: stored?.digest ?? 'not there' },
    needs: stored?.digest === digest ? [] : [`The minutes of review ${board} are not those that were proposed.`],
    sections: { minutes: { review: board, digest, document: stored === null ? null : stored.document } },
  }
}
