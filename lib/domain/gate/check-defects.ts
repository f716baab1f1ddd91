import { DAY, type Instant } from '../instant'
import { formatSpan } from '../metric/format'
import type { DefectFact } from './facts'
import { allOf, type Finding, met, notMet, pointer } from './finding'
import type { Judging } from './judging'
import type { GateCheck } from './program'
import type { GatePointer } from './types'

type CheckOf<Kind extends GateCheck['kind']> = Extract<GateCheck, { kind: Kind }>

/** A list older than this says nothing any more (semantics 7). */
const LIST_DAYS = 8

/**
 * No defect of these kinds and severities is unresolved; over release candidates, none was since the first run of the
 * oldest of them. A known defect counts even without a list, and only a complete list says that there is none.
 */
export function judgeDefects(check: CheckOf<'defects'>, judging: Judging): Finding {
  const { facts } = judging
  const open = facts.defects.defects.filter((defect) => isMeant(check, defect, judging) && defect.resolvedAt === null)
  const findings = [...open.map((defect) => standing(defect)), listFinding(judging)]
  if (check.releaseCandidates !== undefined) findings.push(...candidates(check, check.releaseCandidates, judging))
  return allOf(findings)
}

function isMeant(
  { kinds, severities, classes }: CheckOf<'defects'>,
  defect: DefectFact,
  { program }: Judging,
): boolean {
  if (!kinds.includes(defect.kind) || !severities.includes(defect.severity)) return false
  if (classes === undefined || defect.surface === null) return true
  const { surface } = defect
  const known = [...program.surfaces, ...program.modules].filter(({ id }) => id === surface)
  // A surface that the program names no longer is of no class: it counts.
  return known.length === 0 || known.some((one) => classes.includes(one.class))
}

function standing(defect: DefectFact): Finding {
  const on = defect.surface === null ? '' : ` on ${defect.surface}`
  return notMet(
    'unmet',
    `unresolved: defect ${named(defect)}, ${defect.severity} ${defect.kind}${on}, is unresolved`,
    `resolve: defect ${defect.id} is resolved`,
    [defectPointer(defect)],
  )
}

const named = ({ id, title }: DefectFact): string => (title === null ? id : `${id} "${title}"`)

function listFinding({ facts, now }: Judging): Finding {
  const { list } = facts.defects
  const step =
    'list: a gated, complete run uploads the complete list of defects, or a quality owner confirms the one kept by hand'
  if (list === null) return notMet('no_data', 'no_list: there is no complete list of defects', step)
  const age = Math.max(0, now - list.asOf)
  if (age > LIST_DAYS * DAY) {
    return notMet(
      'no_data',
      `stale_list: the list of defects is ${formatSpan(age)} old and counts for ${LIST_DAYS} days`,
      step,
    )
  }
  const label = list.source === 'upload' ? 'complete list of defects' : 'list kept by hand, confirmed complete'
  return met([pointer('defect', 'list', label, { at: list.asOf, run: list.run })])
}

function candidates(check: CheckOf<'defects'>, wanted: number, judging: Judging): Finding[] {
  const { releaseCandidates, defects } = judging.facts
  const last = releaseCandidates.slice(-wanted)
  const [oldest] = last
  if (oldest === undefined || last.length < wanted) {
    const reason = `too_few_candidates: ${last.length} of ${wanted} release candidates have been built`
    return [notMet('no_data', reason, `candidates: gated runs of ${wanted} release candidates`)]
  }
  const during = defects.defects.filter(
    (defect) => isMeant(check, defect, judging) && defect.resolvedAt !== null && stoodAfter(defect, oldest.firstAt),
  )
  const names = last.map(({ name }) => name).join(' and ')
  return during.map((defect) =>
    notMet(
      'unmet',
      `during_candidates: defect ${named(defect)} was unresolved during ${names}`,
      `candidates: ${wanted} release candidates begin after it was resolved`,
      [defectPointer(defect)],
    ),
  )
}

const stoodAfter = ({ resolvedAt, lastUnresolvedAt }: DefectFact, from: Instant): boolean =>
  Math.max(resolvedAt ?? Infinity, lastUnresolvedAt ?? -Infinity) > from

const defectPointer = (defect: DefectFact): GatePointer =>
  pointer('defect', defect.id, named(defect), { at: defect.openedAt, run: defect.run })
