import { type Light, lightClass, Shape } from '@/components/ui/signal'
import type { LineDto, LineGateDto } from '@/lib/queries/line'

/**
 * The line: the phases as blocks of a track, a signal at each gate, the block that the release stands in marked, a
 * stopped phase locked. A click on a signal opens its gate. It runs across; on a narrow screen it stands upright.
 */
export function Line({ line }: { line: LineDto }) {
  const where = position(line)
  return (
    <nav aria-label={`The line. ${where}`}>
      <div className="max-rail:hidden">
        <Across line={line} />
      </div>
      <div className="rail:hidden">
        <Upright line={line} />
      </div>
      <p className="sr-only">{where}</p>
    </nav>
  )
}

function position({ phases, position, stopped }: LineDto): string {
  const halt = stopped === null ? '' : ` Incident ${stopped} has stopped it.`
  if (position === 'before') return `The program stands before its first phase, ${phases[0]?.title ?? ''}.${halt}`
  if (position === 'released') return `The program is released.${halt}`
  return `The program stands in ${phases.find((phase) => phase.state === 'current')?.title ?? ''}.${halt}`
}

const BLOCK = 184
const LEAD = 44

function Across({ line: { program, phases, position, stopped } }: { line: LineDto }) {
  const width = LEAD * 2 + phases.length * BLOCK
  const y = 38
  return (
    <svg viewBox={`0 0 ${width} 56`} width="100%" className="max-w-[960px]" role="group" aria-label="Gates">
      <path d={`M0 ${y} H${width}`} className="stroke-rule" strokeWidth={2} />
      {position === 'before' ? <Train x={LEAD / 2 - 4} y={y} stopped={stopped} program={program} /> : null}
      {phases.map((phase, index) => {
        const { id, title, state } = phase
        const x = LEAD + index * BLOCK
        return (
          <g key={id}>
            <path
              d={`M${x + 18} ${y} H${x + BLOCK - 26}`}
              className={track(state)}
              strokeWidth={state === 'ahead' ? 2 : 6}
            />
            <Post x={x} y={y} program={program} phase={id} gate={phase.entry} />
            <text x={x + 22} y={y - 12} className={words(state)} fontSize={13} aria-hidden="true">
              {title}
            </text>
            {state === 'current' ? <Train x={x + BLOCK / 2 - 4} y={y} stopped={stopped} program={program} /> : null}
            <Post x={x + BLOCK - 24} y={y} program={program} phase={id} gate={phase.exit} />
          </g>
        )
      })}
      {position === 'released' ? <Train x={width - LEAD / 2} y={y} stopped={stopped} program={program} /> : null}
    </svg>
  )
}

const STEP = 30

/** On a narrow screen: a block a row, its entry signal at the left of the name, its exit signal at the right. */
function Upright({ line: { program, phases, position, stopped } }: { line: LineDto }) {
  const height = 16 + phases.length * STEP + 14
  const x = 12
  return (
    <svg viewBox={`0 -6 240 ${height + 6}`} height={height + 6} role="group" aria-label="Gates">
      <path d={`M${x} 0 V${height}`} className="stroke-rule" strokeWidth={2} />
      {phases.map((phase, index) => {
        const { id, title, state } = phase
        const y = 14 + index * STEP
        return (
          <g key={id}>
            <path
              d={`M${x} ${y + 4} V${y + STEP - 4}`}
              className={track(state)}
              strokeWidth={state === 'ahead' ? 2 : 6}
            />
            <GateLight x={x + 28} y={y + STEP / 2} program={program} phase={id} gate={phase.entry} />
            <text x={x + 46} y={y + STEP / 2 + 4} className={words(state)} fontSize={13} aria-hidden="true">
              {title}
            </text>
            <GateLight x={x + 128} y={y + STEP / 2} program={program} phase={id} gate={phase.exit} />
            {state === 'current' ? <Train x={x} y={y + STEP / 2} stopped={stopped} program={program} /> : null}
          </g>
        )
      })}
      {position === 'before' ? <Train x={x} y={6} stopped={stopped} program={program} /> : null}
      {position === 'released' ? <Train x={x} y={height - 7} stopped={stopped} program={program} /> : null}
    </svg>
  )
}

interface GateProps {
  x: number
  y: number
  program: string
  phase: string
  gate: LineGateDto
}

/** A signal on its post beside the track. */
function Post({ x, y, ...gate }: GateProps) {
  return (
    <g>
      <path d={`M${x} ${y} V${y - 16}`} className="stroke-soft" strokeWidth={1.5} />
      <GateLight x={x} y={y - 23} {...gate} />
    </g>
  )
}

/** The light of a gate, which opens it. */
function GateLight({ x, y, program, phase, gate }: GateProps) {
  const light = lights[gate.light]
  return (
    <a href={`/${program}/gates/${phase}/${gate.gate}`} aria-label={`${gate.title}: ${gate.words}`}>
      <title>{`${gate.title}: ${gate.words}`}</title>
      <rect x={x - 12} y={y - 12} width={24} height={24} fill="transparent" />
      <g transform={`translate(${x} ${y}) scale(0.85)`} className={lightClass(light)}>
        <Shape light={light} />
      </g>
    </a>
  )
}

const lights: Record<LineGateDto['light'], Light> = {
  passed: 'clear',
  met: 'clear',
  unmet: 'stop',
  no_data: 'nodata',
  locked: 'locked',
}

/** Where the release stands; a stopped phase is locked, and its lock opens the incident. */
function Train({ x, y, stopped, program }: { x: number; y: number; stopped: number | null; program: string }) {
  if (stopped === null) {
    return <path d={`M${x - 11} ${y - 5} h16 l6 5 l-6 5 h-16 Z`} className="fill-ink" aria-hidden="true" />
  }
  return (
    <a href={`/${program}/incidents/${stopped}`} aria-label={`Stopped by incident ${stopped}`}>
      <title>{`Stopped by incident ${stopped}`}</title>
      <rect x={x - 12} y={y - 12} width={24} height={24} className="fill-paper" />
      <g transform={`translate(${x} ${y}) scale(1.2)`} className={lightClass('locked')}>
        <Shape light="locked" />
      </g>
    </a>
  )
}

const track = (state: 'done' | 'current' | 'ahead'): string => (state === 'ahead' ? 'stroke-rule' : 'stroke-soft')

const words = (state: 'done' | 'current' | 'ahead'): string =>
  state === 'current' ? 'fill-ink font-semibold' : state === 'done' ? 'fill-ink' : 'fill-soft'
