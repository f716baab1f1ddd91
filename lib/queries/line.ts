import { gateFacts } from '@/lib/db/gate-facts'
import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import type { GateSide } from '@/lib/domain/gate/program'
import { gateReports } from '@/lib/domain/gate/report'
import type { GateReport } from '@/lib/domain/gate/types'
import { openWords } from '@/lib/domain/gate/words'
import { RELEASED } from '@/lib/program/compile'
import { gateTitle, placeOf } from './gates'

/** A gate's signal on the line. */
export interface LineGateDto {
  gate: GateSide
  /** "Beta exit". */
  title: string
  light: 'passed' | 'met' | 'unmet' | 'no_data' | 'locked'
  /** "3 unmet, 1 no data of 9" */
  words: string
}

/** Where the release stands: what the line along the top of every page draws. */
export interface LineDto {
  program: string
  phases: { id: string; title: string; state: 'done' | 'current' | 'ahead'; entry: LineGateDto; exit: LineGateDto }[]
  /** Before the first phase, or after the last. */
  position: 'before' | 'within' | 'released'
  /** The incident that stops the phase; null where none does. */
  stopped: number | null
}

/** The line as of now: states alone, without the details that pages show. */
export async function line(context: Context, state: ProgramState): Promise<LineDto> {
  const { pool } = context.database
  const { gates } = state.revision.compiled
  const now = await context.clock(pool)
  const facts = await gateFacts(pool, state, now, false)
  const reports = gateReports(gates, facts, now)
  const current = gates.phases.findIndex((phase) => phase.id === state.phase)
  const released = state.phase === RELEASED
  const stopped = facts.incidents.find(({ kind }) => kind !== 'review')?.id ?? null
  const gateOf = (phase: string, side: GateSide): LineGateDto => {
    const report = reports.find((one) => one.phase === phase && one.side === side)
    if (report === undefined) throw new Error(`${phase} has no ${side}`)
    const place = placeOf(gates, state.phase, report)
    const light = place === 'passed' ? 'passed' : place === 'next' && stopped !== null ? 'locked' : lightOf(report)
    return { gate: side, title: gateTitle(gates, report), light, words: wordsOf(report, light) }
  }
  return {
    program: state.slug,
    phases: gates.phases.map(({ id, title }, index) => ({
      id,
      title,
      state: released || index < current ? 'done' : index === current ? 'current' : 'ahead',
      entry: gateOf(id, 'entry'),
      exit: gateOf(id, 'exit'),
    })),
    position: released ? 'released' : current === -1 ? 'before' : 'within',
    stopped,
  }
}

/** Missing data alone shows as such; anything unmet is stop. */
function lightOf({ met, criteria }: GateReport): 'met' | 'unmet' | 'no_data' {
  if (met) return 'met'
  return criteria.some(({ state }) => state === 'unmet') ? 'unmet' : 'no_data'
}

function wordsOf({ met, criteria }: GateReport, light: LineGateDto['light']): string {
  if (light === 'passed') return 'passed'
  const counted = met ? 'met' : openWords(criteria) || 'not met'
  return light === 'locked' ? `locked by an incident, ${counted}` : counted
}
