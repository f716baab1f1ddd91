import type { GateCheck, GateCriterion, GateMetric, GateProgram } from '@/lib/domain/gate/program'
import type { Catalog } from '@/lib/domain/metric/catalog'
import type { MetricSpec } from '@/lib/domain/scoreboard/types'
import type { Check, Criterion } from './schema/gates'
import type { Metric } from './schema/metrics'
import type { Program } from './schema/program'

/** A definition as gates rest on it. What is not built yet the loader has refused. */
export function gateProgram(
  program: Program,
  catalog: Catalog,
  specOf: (metric: Metric) => MetricSpec,
  scoreboard: GateProgram['scoreboard'],
): GateProgram {
  const { surfaces } = program
  const kinds = surfaces?.evidenceKinds ?? []
  return {
    id: program.id,
    phases: program.phases.map(({ id, title, entry, exit }) => ({
      id,
      title,
      entry: entry.criteria.map(criterionOf),
      exit: exit.criteria.map(criterionOf),
    })),
    roles: new Map(program.roles.map(({ id, title }) => [id, title])),
    metrics: new Map(
      program.scoreboard.metrics.map((metric): [string, GateMetric] => [
        metric.id,
        {
          spec: specOf(metric),
          rules: new Map(
            metric.measures.flatMap(({ id }) => {
              const rule = catalog.measures.get(id)
              return rule === undefined ? [] : [[id, rule]]
            }),
          ),
        },
      ]),
    ),
    scoreboard,
    parity:
      surfaces === undefined
        ? null
        : {
            kinds: surfaces.parity.kinds,
            replayKinds: kinds.filter(({ replay }) => replay).map(({ id }) => id),
            allKinds: kinds.map(({ id }) => id).sort((a, b) => b.length - a.length),
            replayObligations: surfaces.parity.replayObligations,
            maxAgeDays: surfaces.parity.maxAgeDays,
            classes: surfaces.classes.map(({ id, title, retained, requiredFrom }) => ({
              id,
              title,
              retained,
              requiredFrom: requiredFrom ?? null,
            })),
          },
    surfaces: surfaces?.retained ?? [],
    modules: surfaces?.modules.map(({ id, class: of }) => ({ id, class: of })) ?? [],
    parityMetric: program.scoreboard.metrics.find(({ derived }) => derived === 'parity')?.id ?? null,
    risks: program.risks.map(({ id }) => id),
    riskThreshold: program.riskPolicy.threshold,
    killCriteria: new Map(program.killCriteria.map(({ id, text }) => [id, text])),
    rollbackTriggers: new Map(program.rollbackTriggers.map(({ id, trigger }) => [id, trigger])),
    waivers: { verdicts: program.governance.waivers.verdicts, never: program.governance.waivers.never },
  }
}

const criterionOf = ({ id, text, check, also = [] }: Criterion): GateCriterion => ({
  id,
  text,
  checks: [check, ...also].map(checkOf),
})

function checkOf(check: Check): GateCheck {
  if (check.kind === 'dwell' || check.kind === 'gate')
    throw new RangeError(`a check of kind ${check.kind} is not built`)
  return check
}
