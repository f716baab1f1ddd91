import type { ProgramState } from '@/lib/db/program-state'
import type { RiskFact } from '@/lib/db/risk-facts'
import type { Context } from '@/lib/db/transact'
import type { SignalBinding, TriggerSignal } from '@/lib/domain/risk/event'

export interface TriggerDto {
  id: number
  /** The event that it made. */
  version: number
  at: string
  observedAt: string
  signal: string
  source: 'signal' | 'report'
  key: string | null
  statement: string
  evidence: string
  by: string
  run: { number: number; id: string } | null
  /** Later runs in which the same signal failed again. */
  occurrences: { run: { number: number; id: string }; at: string; statement: string; evidence: string }[]
}

/** A trigger signal of a risk: what watches it, and how it stands. */
export interface WatchDto {
  text: string
  /** What is bound to it, in words; empty where people report it. */
  bound: string[]
  state: 'failing' | 'quiet' | 'unseen' | 'reported'
  /** What fails there now. */
  failing: { key: string; since: string; run: { number: number; id: string } }[]
  last: TriggerDto | null
}

/** The signals of a risk as they stand, and its triggers, newest first. `name` gives an actor's name. */
export async function signalWatch(
  { database }: Context,
  state: ProgramState,
  fact: RiskFact,
): Promise<{
  actors: string[]
  told: (name: (actor: string) => string) => { watch: WatchDto[]; triggers: TriggerDto[] }
}> {
  const { prisma } = database
  const [rows, states] = await Promise.all([
    prisma.riskTrigger.findMany({
      where: { riskId: fact.id },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      include: { run: true, occurrences: { orderBy: { at: 'asc' }, include: { run: true } } },
    }),
    prisma.signalState.findMany({
      where: { programId: state.id, watcher: `risk:${fact.key}` },
      orderBy: [{ signal: 'asc' }, { key: 'asc' }],
      include: { run: true },
    }),
  ])
  return {
    actors: rows.map(({ by }) => by),
    told: (name) => {
      const triggers = rows.map(
        (row): TriggerDto => ({
          id: row.id,
          version: row.version,
          at: row.at.toISOString(),
          observedAt: row.observedAt.toISOString(),
          signal: row.signal,
          source: row.source,
          key: row.key,
          statement: row.statement,
          evidence: row.evidence,
          by: name(row.by),
          run: row.run === null ? null : runOf(row.run),
          occurrences: row.occurrences.map(({ run, at, statement, evidence }) => ({
            run: runOf(run),
            at: at.toISOString(),
            statement,
            evidence,
          })),
        }),
      )
      const watch = fact.signals.map((signal): WatchDto => {
        const seen = states.filter((one) => one.signal === signal.text)
        const failing = seen.filter((one) => one.failing)
        return {
          text: signal.text,
          bound: (signal.bind ?? []).map((binding) => bindingWords(state, binding)),
          state: !isBound(signal) ? 'reported' : failing.length > 0 ? 'failing' : seen.length > 0 ? 'quiet' : 'unseen',
          failing: failing.map(({ key, since, run }) => ({ key, since: since.toISOString(), run: runOf(run) })),
          last: triggers.find((trigger) => trigger.signal === signal.text) ?? null,
        }
      })
      return { watch, triggers }
    },
  }
}

const runOf = ({ id, externalId }: { id: number; externalId: string }): { number: number; id: string } => ({
  number: id,
  id: externalId,
})

/** Whether an upload can fire it; what people declare is reported. */
const isBound = ({ bind }: TriggerSignal): boolean => (bind ?? []).some(({ kind }) => kind !== 'declared')

/** What fires, in a sentence. Only a gated fail does, never silence. */
function bindingWords({ revision }: ProgramState, binding: SignalBinding): string {
  const { scoreboard, surfaces } = revision.compiled.program
  const metric = (id: string): string => {
    const title = scoreboard.metrics.find((one) => one.id === id)?.title
    return title === undefined ? id : `${id} (${title})`
  }
  switch (binding.kind) {
    case 'metric':
      return `${metric(binding.metric)} fails`
    case 'obligation': {
      const title = surfaces?.obligations.find(({ id }) => id === binding.obligation)?.title
      const kinds = binding.kinds === undefined ? '' : ` of kind ${binding.kinds.join(' or ')}`
      return `evidence${kinds} of a surface that keeps ${binding.obligation}${title === undefined ? '' : ` (${title})`} fails`
    }
    case 'evidence':
      return `${binding.ids.join(' or ')} fails`
    case 'evidenceKind':
      return `any evidence of kind ${binding.evidenceKind} fails`
    case 'hardCap':
      return `${binding.metrics.map(metric).join(' or ')} beyond its hard limit in ${binding.runs} consecutive gated runs`
    case 'declared':
      return `someone declares: ${binding.text}`
  }
}

/** The metrics that a risk's signals watch. */
export function watchedMetrics({ revision }: ProgramState, fact: RiskFact): { id: string; title: string }[] {
  const ids = new Set(
    fact.signals
      .flatMap(({ bind }) => bind ?? [])
      .flatMap((one) => (one.kind === 'metric' ? [one.metric] : one.kind === 'hardCap' ? one.metrics : [])),
  )
  return revision.compiled.program.scoreboard.metrics
    .filter((metric) => ids.has(metric.id) || metric.measures.some(({ id }) => ids.has(id)))
    .map(({ id, title }) => ({ id, title }))
}
