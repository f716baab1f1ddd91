import {
  evidenceReason,
  type EvidenceStanding,
  evidenceStanding,
  type ParityRules,
  passIt,
  surfaceStanding,
} from '../parity/parity'
import { allOf, type Finding, met, notMet, pointer } from './finding'
import type { Judging } from './judging'
import type { GateCheck } from './program'
import type { GatePointer } from './types'

type CheckOf<Kind extends GateCheck['kind']> = Extract<GateCheck, { kind: Kind }>

/** A program without surfaces still ages its evidence: by the week and a day that surfaces have by default. */
const DEFAULT_RULES: Pick<ParityRules, 'maxAgeDays' | 'allKinds'> = { maxAgeDays: 8, allKinds: [] }

/** The latest gated result of each id passes and is not stale (semantics 14). */
export function judgeEvidence(check: CheckOf<'evidence'>, { program, facts, now }: Judging): Finding {
  const rules = program.parity ?? DEFAULT_RULES
  return allOf(
    check.ids.map((id) => {
      const standing = evidenceStanding(rules, id, facts.evidence.get(id), now)
      const evidence = [evidencePointer(standing)]
      if (standing.state === 'pass') return met(evidence)
      const state = standing.state === 'fail' ? 'unmet' : 'no_data'
      return notMet(state, evidenceReason(standing, rules), passIt(id), evidence)
    }),
  )
}

/** Every retained surface of the classes is met; where there is none, nothing is. */
export function judgeParity(check: CheckOf<'parity'>, { program, facts, now }: Judging): Finding {
  const { parity } = program
  const { classes, obligations, kinds } = check
  const chosen = program.surfaces.filter(
    (surface) =>
      classes.includes(surface.class) &&
      (obligations === undefined || surface.obligations.some((one) => obligations.includes(one))),
  )
  if (parity === null || chosen.length === 0) {
    return notMet('unmet', 'no_surfaces: no retained surface is asked for, and nothing is never a pass', REVISE)
  }
  return allOf(
    chosen.map((surface): Finding => {
      const found = surfaceStanding(parity, surface, facts.evidence, facts.debts, now, kinds ?? null)
      const { state, reasons, toMeet } = found
      const debts =
        found.debt === null
          ? []
          : [found.debt].map((debt) =>
              pointer('debt', `${debt.id}`, `${surface.id} stands as debt on ${debt.risk}`, { at: debt.expiresAt }),
            )
      return { state, reasons, toMeet, evidence: [...found.evidence.map(evidencePointer), ...debts], reliedOn: {} }
    }),
  )
}

const REVISE = 'revise: a revision of the program says what is asked for'

/** Every module and surface of the classes has a row that names an obligation and an evidence id. */
export function judgeMapped(check: CheckOf<'mapped'>, { program }: Judging): Finding {
  const isAsked = (one: { class: string }): boolean => check.classes.includes(one.class)
  const named = [...program.modules, ...program.surfaces].filter(isAsked).map(({ id }) => id)
  const ids = [...new Set(named)]
  if (ids.length === 0) return notMet('unmet', 'no_surfaces: no module or surface is of these classes', REVISE)
  return allOf(
    ids.map((id) => {
      const surface = program.surfaces.find((one) => one.id === id)
      const evidence = [pointer('surface', id, id)]
      if (surface === undefined) {
        return notMet(
          'unmet',
          `unmapped: module ${id} is no retained surface`,
          `map: a revision of the program retains module ${id}`,
          evidence,
        )
      }
      const lacks = [
        surface.obligations.length === 0 ? 'obligation' : null,
        surface.evidence.length === 0 ? 'evidence id' : null,
      ].filter((what) => what !== null)
      if (lacks.length === 0) return met(evidence)
      const what = lacks.join(' and no ')
      return notMet(
        'unmet',
        `unmapped: surface ${id} names no ${what}`,
        `map: a revision of the program maps surface ${id}`,
        evidence,
      )
    }),
  )
}

function evidencePointer({ id, fact, state }: EvidenceStanding): GatePointer {
  if (fact === null) return pointer('evidence', id, `${id}: never reported`)
  return pointer('evidence', id, `${id}: ${state}`, {
    at: fact.observedAt,
    run: fact.run,
    uri: fact.artifact,
    sha256: fact.sha256,
    command: fact.command,
  })
}
