import type { Watch } from '@/lib/domain/signal/findings'
import { type SignalSetting, signalSources } from '@/lib/domain/signal/sources'
import type { SignalBinding } from '@/lib/domain/risk/event'
import type { Program } from './schema/program'

/** The signals that a program's definition binds: what gated runs are held against. */
export function watchesOf(program: Program): Watch[] {
  const setting: SignalSetting = { surfaces: program.surfaces?.retained ?? [], metrics: program.scoreboard.metrics }
  const watch = (watcher: string, signal: string, bind: readonly SignalBinding[]): Watch[] => {
    const sources = signalSources(bind, setting)
    const bound = sources.evidence.length + sources.measures.length + sources.caps.length > 0
    return bound ? [{ watcher, signal, sources }] : []
  }
  return [
    ...program.risks.flatMap(({ id, signals }) =>
      signals.flatMap(({ text, bind = [] }) => watch(`risk:${id}`, text, bind)),
    ),
    ...program.killCriteria.flatMap(({ id, signals }) => watch(`kill:${id}`, id, signals)),
    ...program.rollbackTriggers.flatMap(({ id, signals = [] }) => watch(`rollback:${id}`, id, signals)),
  ]
}
