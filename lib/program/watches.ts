import type { Watch } from '@/lib/domain/signal/findings'
import { type SignalSetting, signalSources } from '@/lib/domain/signal/sources'
import type { Program } from './schema/program'

/** The signals that a program's definition binds: what gated runs are held against. */
export function watchesOf(program: Program): Watch[] {
  const setting: SignalSetting = { surfaces: program.surfaces?.retained ?? [], metrics: program.scoreboard.metrics }
  return program.risks.flatMap(({ id, signals }) =>
    signals.flatMap(({ text, bind = [] }): Watch[] => {
      const sources = signalSources(bind, setting)
      const bound = sources.evidence.length + sources.measures.length + sources.caps.length > 0
      return bound ? [{ watcher: `risk:${id}`, signal: text, sources }] : []
    }),
  )
}
