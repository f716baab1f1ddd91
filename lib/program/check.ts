import { converts } from '@/lib/domain/metric/unit'
import { amountIn } from './amount'
import type { Problem } from './fault'
import type { Check, Criterion } from './schema/gates'
import type { Signal } from './schema/governance'
import type { Measure } from './schema/metrics'
import type { Program } from './schema/program'

type Path = readonly PropertyKey[]

/** Collects what does not fit together in a definition whose shape is right. */
class Checker {
  readonly problems: Problem[] = []

  report(path: Path, code: string, message: string): void {
    this.problems.push({ path, code, message })
  }

  unique(path: Path, rows: readonly { id: string }[], what: string): Set<string> {
    const seen = new Set<string>()
    rows.forEach((row, index) => {
      if (seen.has(row.id)) this.report([...path, index, 'id'], 'duplicate', `${what} ${row.id} is there twice`)
      seen.add(row.id)
    })
    return seen
  }

  known(path: Path, id: string | undefined, known: ReadonlySet<string>, what: string): void {
    if (id !== undefined && !known.has(id)) this.report(path, 'unknown', `there is no ${what} ${id}`)
  }

  allKnown(path: Path, ids: readonly string[] | undefined, known: ReadonlySet<string>, what: string): void {
    ids?.forEach((id, index) => {
      this.known([...path, index], id, known, what)
    })
  }
}

/** The ids a definition declares, by kind. */
interface Names {
  roles: Set<string>
  metrics: Set<string>
  scoreboardMetrics: Set<string>
  profiles: Set<string>
  environments: Set<string>
  phases: Set<string>
  classes: Set<string>
  obligations: Set<string>
  evidence: Set<string>
  evidenceKinds: Set<string>
  councils: Set<string>
  decisions: Set<string>
  triggers: Set<string>
}

/** Every fault between the rows of a definition: duplicates, unknown ids, limits and quorums that cannot be. */
export function inconsistencies(program: Program): Problem[] {
  const checker = new Checker()
  const names = declare(checker, program)
  checkMetrics(checker, program, names)
  checkSurfaces(checker, program, names)
  checkGates(checker, program, names)
  checkGovernance(checker, program, names)
  checkRisks(checker, program, names)
  return checker.problems
}

function declare(checker: Checker, program: Program): Names {
  const { scoreboard, surfaces, governance } = program
  const metrics = checker.unique(['scoreboard', 'metrics'], scoreboard.metrics, 'metric')
  checker.unique(['rules'], program.rules, 'rule')
  checker.unique(['killCriteria'], program.killCriteria, 'kill criterion')
  const councils = checker.unique(['governance', 'councils'], governance.councils, 'council')
  return {
    roles: checker.unique(['roles'], program.roles, 'role'),
    metrics,
    scoreboardMetrics: new Set(scoreboard.metrics.filter((metric) => metric.scoreboard).map((metric) => metric.id)),
    profiles: checker.unique(['scoreboard', 'profiles'], scoreboard.profiles, 'profile'),
    environments: checker.unique(['scoreboard', 'environments'], scoreboard.environments, 'environment class'),
    phases: checker.unique(['phases'], program.phases, 'phase'),
    classes: checker.unique(['surfaces', 'classes'], surfaces?.classes ?? [], 'class'),
    obligations: checker.unique(['surfaces', 'obligations'], surfaces?.obligations ?? [], 'obligation'),
    evidence: new Set([
      ...checker.unique(['evidence'], program.evidence, 'evidence id'),
      ...(surfaces?.retained ?? []).flatMap((surface) => surface.evidence),
    ]),
    evidenceKinds: checker.unique(['surfaces', 'evidenceKinds'], surfaces?.evidenceKinds ?? [], 'evidence kind'),
    councils,
    decisions: new Set(governance.decisions.map((decision) => decision.kind)),
    triggers: checker.unique(['rollbackTriggers'], program.rollbackTriggers, 'rollback trigger'),
  }
}

function checkMetrics(checker: Checker, program: Program, names: Names): void {
  const { scoreboard } = program
  const dimensions = checker.unique(['scoreboard', 'dimensions'], scoreboard.dimensions, 'dimension')
  const measures = new Map<string, Path>()
  scoreboard.metrics.forEach((metric, m) => {
    const at = ['scoreboard', 'metrics', m]
    checker.known([...at, 'dimension'], metric.dimension, dimensions, 'dimension')
    checker.known([...at, 'requiredFrom'], metric.requiredFrom, names.phases, 'phase')
    if (metric.scoreboard && metric.requiredFrom === undefined) {
      checker.report(at, 'missing', `${metric.id} is on the scoreboard, so it must say from which phase it is required`)
    }
    metric.measures.forEach((measure, i) => {
      const here = [...at, 'measures', i]
      if (measures.has(measure.id)) checker.report([...here, 'id'], 'duplicate', `measure ${measure.id} is there twice`)
      if (measure.id !== metric.id && names.metrics.has(measure.id)) {
        checker.report([...here, 'id'], 'duplicate', `${measure.id} is the id of another metric`)
      }
      measures.set(measure.id, here)
      checkMeasure(checker, here, measure, metric.trend !== undefined, names)
    })
  })
}

function checkMeasure(checker: Checker, at: Path, measure: Measure, hasTrend: boolean, names: Names): void {
  checker.allKnown([...at, 'profiles'], measure.profiles, names.profiles, 'profile')
  checker.allKnown([...at, 'environments'], measure.environments, names.environments, 'environment class')
  if (measure.limits.length === 0 && !hasTrend) {
    checker.report(at, 'missing', `${measure.id} has neither a limit nor a trend, so nothing could ever pass`)
  }
  const settings = new Set<string>()
  measure.limits.forEach((limit, index) => {
    const here = [...at, 'limits', index]
    checker.known([...here, 'profile'], limit.profile, names.profiles, 'profile')
    checker.known([...here, 'environment'], limit.environment, names.environments, 'environment class')
    checker.known([...here, 'phase'], limit.phase, names.phases, 'phase')
    const setting = [limit.profile, limit.environment, limit.phase, limit.from].join('|')
    if (settings.has(setting)) checker.report(here, 'duplicate', 'another limit holds in the same place')
    settings.add(setting)
    const [warn, hard] = [limit.warn, limit.hard].map((amount) =>
      amount === undefined ? null : amountIn(measure.unit, amount),
    )
    if (hard === null) checker.report([...here, 'hard'], 'unit', `${limit.hard} does not convert to ${measure.unit}`)
    if (limit.warn !== undefined && warn === null) {
      checker.report([...here, 'warn'], 'unit', `${limit.warn} does not convert to ${measure.unit}`)
    }
    if (warn != null && hard != null && (measure.better === 'lower' ? warn >= hard : warn <= hard)) {
      checker.report([...here, 'warn'], 'order', 'the warning limit must come before the hard one')
    }
  })
  if (measure.regression !== undefined && measure.better !== 'lower') {
    checker.report([...at, 'regression'], 'order', 'a regression rule is for measures of which less is better')
  }
  measure.regression?.baselines.forEach((baseline, index) => {
    const here = [...at, 'regression', 'baselines', index]
    checker.known([...here, 'profile'], baseline.profile, names.profiles, 'profile')
    checker.known([...here, 'environment'], baseline.environment, names.environments, 'environment class')
    if (amountIn(measure.unit, baseline.value) === null) {
      checker.report([...here, 'value'], 'unit', `${baseline.value} does not convert to ${measure.unit}`)
    }
  })
  if (measure.kind === 'proportion' && !converts(measure.unit, 'ratio')) {
    checker.report([...at, 'unit'], 'unit', `a proportion is in ratio or %, not in ${measure.unit}`)
  }
}

function checkSurfaces(checker: Checker, { surfaces }: Program, names: Names): void {
  if (surfaces === undefined) return
  const kinds = surfaces.evidenceKinds.map((kind) => kind.id)
  checker.unique(['surfaces', 'retained'], surfaces.retained, 'surface')
  checker.unique(['surfaces', 'crates'], surfaces.crates, 'crate')
  const modules = checker.unique(['surfaces', 'modules'], surfaces.modules, 'module')
  checker.allKnown(['surfaces', 'parity', 'kinds'], surfaces.parity.kinds, names.evidenceKinds, 'evidence kind')
  checker.allKnown(
    ['surfaces', 'parity', 'replayObligations'],
    surfaces.parity.replayObligations,
    names.obligations,
    'obligation',
  )
  surfaces.classes.forEach((row, index) => {
    checker.known(['surfaces', 'classes', index, 'requiredFrom'], row.requiredFrom, names.phases, 'phase')
  })
  surfaces.modules.forEach((row, index) => {
    checker.known(['surfaces', 'modules', index, 'class'], row.class, names.classes, 'class')
  })
  surfaces.census.hotspots.forEach((row, index) => {
    checker.known(['surfaces', 'census', 'hotspots', index, 'module'], row.module, modules, 'module')
  })
  surfaces.retained.forEach((surface, index) => {
    const at = ['surfaces', 'retained', index]
    checker.known([...at, 'class'], surface.class, names.classes, 'class')
    checker.allKnown([...at, 'obligations'], surface.obligations, names.obligations, 'obligation')
    surface.evidence.forEach((evidence, e) => {
      const kind = evidence.split('-')[0] ?? ''
      if (!kinds.includes(kind)) {
        checker.report(
          [...at, 'evidence', e],
          'unknown',
          `${evidence} starts with no evidence kind (${kinds.join(', ')})`,
        )
      }
    })
  })
}

function checkGates(checker: Checker, program: Program, names: Names): void {
  const criteria = new Set<string>()
  program.phases.forEach((phase, p) => {
    for (const side of ['entry', 'exit'] as const) {
      phase[side].criteria.forEach((criterion, c) => {
        const at = ['phases', p, side, 'criteria', c]
        if (criteria.has(criterion.id))
          checker.report([...at, 'id'], 'duplicate', `criterion ${criterion.id} is there twice`)
        criteria.add(criterion.id)
        checksOf(criterion).forEach(([path, one]) => {
          checkOne(checker, [...at, ...path], one, names)
        })
      })
    }
  })
}

function checksOf(criterion: Criterion): [Path, Check][] {
  return [[['check'], criterion.check], ...(criterion.also ?? []).map((one, i): [Path, Check] => [['also', i], one])]
}

function checkOne(checker: Checker, at: Path, check: Check, names: Names): void {
  switch (check.kind) {
    case 'attested':
    case 'record':
      return checker.allKnown([...at, 'roles'], check.roles, names.roles, 'role')
    case 'metrics':
      checker.known([...at, 'limitsOf'], check.limitsOf, names.phases, 'phase')
      return checker.allKnown([...at, 'metrics'], check.metrics, names.metrics, 'metric')
    case 'parity':
      checker.allKnown([...at, 'classes'], check.classes, names.classes, 'class')
      checker.allKnown([...at, 'kinds'], check.kinds, names.evidenceKinds, 'evidence kind')
      return checker.allKnown([...at, 'obligations'], check.obligations, names.obligations, 'obligation')
    case 'evidence':
      return checker.allKnown([...at, 'ids'], check.ids, names.evidence, 'evidence id')
    case 'phase':
      return checker.known([...at, 'phase'], check.phase, names.phases, 'phase')
    case 'defects':
      return checker.allKnown([...at, 'classes'], check.classes, names.classes, 'class')
    case 'decision':
      return checker.known([...at, 'decision'], check.decision, names.decisions, 'kind of decision')
    default:
      return
  }
}

function checkGovernance(checker: Checker, program: Program, names: Names): void {
  const { governance } = program
  for (const [act, roles] of Object.entries(program.permissions)) {
    checker.allKnown(['permissions', act], roles, names.roles, 'role')
  }
  governance.councils.forEach((council, c) => {
    const at = ['governance', 'councils', c]
    council.seats.forEach((seat, s) => {
      checker.known([...at, 'seats', s, 'role'], seat.role, names.roles, 'role')
    })
    if (council.approvals > council.seats.length) {
      checker.report(
        [...at, 'approvals'],
        'quorum',
        `${council.approvals} approvals of ${council.seats.length} seats cannot be`,
      )
    }
    checker.known([...at, 'split', 'role'], council.split.role, names.roles, 'role')
    if (council.split.outcome === 'tie_break' && council.split.role === undefined) {
      checker.report([...at, 'split'], 'missing', 'a tie-break needs the role that breaks it')
    }
  })
  governance.decisions.forEach((decision, d) => {
    const at = ['governance', 'decisions', d]
    checker.known([...at, 'council'], decision.council, names.councils, 'council')
    checker.known([...at, 'role'], decision.role, names.roles, 'role')
    if ((decision.council === undefined) === (decision.role === undefined)) {
      checker.report(at, 'missing', `${decision.kind} is decided by one council or by one role`)
    }
  })
  governance.slas.forEach((sla, index) => {
    checker.allKnown(['governance', 'slas', index, 'path'], sla.path, names.roles, 'role')
  })
  checker.known(['governance', 'waivers', 'council'], governance.waivers.council, names.councils, 'council')
  program.killCriteria.forEach((row, index) => {
    checker.known(['killCriteria', index, 'trigger'], row.trigger, names.triggers, 'rollback trigger')
    row.signals.forEach((signal, s) => {
      checkSignal(checker, ['killCriteria', index, 'signals', s], signal, names)
    })
  })
}

function checkSignal(checker: Checker, at: Path, signal: Signal, names: Names): void {
  if (signal.kind === 'metric') checker.known([...at, 'metric'], signal.metric, names.metrics, 'metric')
  if (signal.kind === 'obligation')
    checker.known([...at, 'obligation'], signal.obligation, names.obligations, 'obligation')
  if (signal.kind === 'evidence') checker.allKnown([...at, 'ids'], signal.ids, names.evidence, 'evidence id')
  if (signal.kind === 'hardCap') checker.allKnown([...at, 'metrics'], signal.metrics, names.metrics, 'metric')
}

function checkRisks(checker: Checker, program: Program, names: Names): void {
  checker.unique(['risks'], program.risks, 'risk')
  program.risks.forEach((risk, index) => {
    const at = ['risks', index]
    checker.known([...at, 'owner'], risk.owner, names.roles, 'role')
    checker.allKnown([...at, 'gates'], risk.gates, names.phases, 'phase')
    risk.signals.forEach((signal, s) => {
      signal.bind?.forEach((bound, b) => {
        checkSignal(checker, [...at, 'signals', s, 'bind', b], bound, names)
      })
    })
  })
}
