import { type Checker, type Definition, either, type Ids, present } from './checker'

/** The ids a definition declares, by kind. */
export interface Names {
  roles: Ids
  metrics: Ids
  profiles: Ids
  environments: Ids
  dimensions: Ids
  phases: Ids
  criteria: Ids
  classes: Ids
  modules: Ids
  obligations: Ids
  evidence: Ids
  evidenceKinds: Ids
  defectKinds: Ids
  defectSeverities: Ids
  councils: Ids
  decisions: Ids
  triggers: Ids
}

/** Collects the ids, and reports each that rows of one kind share. */
export function declareNames(checker: Checker, program: Definition): Names {
  const { scoreboard, surfaces, governance, defects } = program
  return {
    roles: checker.declare(['roles'], 'role', program.roles),
    metrics: checker.declare(['scoreboard', 'metrics'], 'metric', scoreboard?.metrics),
    profiles: checker.declare(['scoreboard', 'profiles'], 'profile', scoreboard?.profiles),
    environments: checker.declare(['scoreboard', 'environments'], 'environment class', scoreboard?.environments),
    dimensions: checker.declare(['scoreboard', 'dimensions'], 'dimension', scoreboard?.dimensions),
    phases: checker.declare(['phases'], 'phase', program.phases),
    criteria: declareCriteria(checker, program),
    classes: checker.declare(['surfaces', 'classes'], 'class', surfaces?.classes),
    modules: checker.declare(['surfaces', 'modules'], 'module', surfaces?.modules),
    obligations: checker.declare(['surfaces', 'obligations'], 'obligation', surfaces?.obligations),
    evidence: declareEvidence(checker, program),
    evidenceKinds: checker.declare(['surfaces', 'evidenceKinds'], 'evidence kind', surfaces?.evidenceKinds),
    defectKinds: checker.declare(['defects', 'kinds'], 'kind of defect', defects?.kinds),
    defectSeverities: checker.declare(['defects', 'severities'], 'severity of defect', defects?.severities),
    councils: checker.declare(['governance', 'councils'], 'council', governance?.councils),
    decisions: declareDecisions(checker, program),
    triggers: checker.declare(['rollbackTriggers'], 'rollback trigger', program.rollbackTriggers),
  }
}

/** Criteria are named across gates, by waivers too, so their ids are unique in the program. */
function declareCriteria(checker: Checker, program: Definition): Ids {
  const ids = new Set<string>()
  let complete = checker.isReadable(['phases'])
  for (const [p, phase] of present(program.phases)) {
    for (const side of ['entry', 'exit'] as const) {
      const at = ['phases', p, side, 'criteria']
      const here = checker.declare(at, 'criterion', phase[side]?.criteria)
      for (const [c, { id }] of present(phase[side]?.criteria)) {
        if (id !== undefined && ids.has(id))
          checker.report([...at, c, 'id'], 'duplicate', `criterion ${id} is there twice`)
      }
      for (const id of here.ids) ids.add(id)
      complete &&= here.complete
    }
  }
  return { what: 'criterion', ids, complete }
}

/** Surfaces may share evidence; beside theirs, an id is declared once. */
function declareEvidence(checker: Checker, program: Definition): Ids {
  const retained = program.surfaces?.retained
  const ids = present(retained).flatMap(([, surface]) => present(surface.evidence).map(([, id]) => id))
  const readable =
    checker.isReadable(['surfaces', 'retained']) &&
    (retained ?? []).every((surface) => surface?.evidence !== undefined && !surface.evidence.includes(undefined))
  const named = { what: 'evidence id', ids: new Set(ids), complete: readable }
  return either('evidence id', checker.declare(['evidence'], 'evidence id', program.evidence), named)
}

function declareDecisions(checker: Checker, program: Definition): Ids {
  const at = ['governance', 'decisions']
  const rows = program.governance?.decisions
  const ids = checker.distinct(at, 'kind', rows, (kind) => `${kind} is decided in two ways`)
  const complete = checker.isReadable(at) && (rows ?? []).every((row) => row?.kind !== undefined)
  return { what: 'kind of decision', ids, complete }
}
