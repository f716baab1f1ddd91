import { Shape } from '@/components/ui/signal'
import type { LineDto } from '@/lib/queries/shell'

/**
 * The line: the phases as blocks of a track, a signal before each and one at the end, the block that the release
 * stands in marked. It runs across; on a narrow screen it stands upright.
 */
export function Line({ line }: { line: LineDto }) {
  const where = position(line)
  return (
    <figure aria-label={`The line. ${where}`}>
      <div className="max-rail:hidden">
        <Across line={line} />
      </div>
      <div className="rail:hidden">
        <Upright line={line} />
      </div>
      <figcaption className="sr-only">{where}</figcaption>
    </figure>
  )
}

function position({ phases, position }: LineDto): string {
  if (position === 'before') return `The program stands before its first phase, ${phases[0]?.title ?? ''}.`
  if (position === 'released') return 'The program is released.'
  return `The program stands in ${phases.find((phase) => phase.state === 'current')?.title ?? ''}.`
}

const BLOCK = 168
const LEAD = 44

function Across({ line: { phases, position } }: { line: LineDto }) {
  const width = LEAD * 2 + phases.length * BLOCK
  const y = 34
  return (
    <svg viewBox={`0 0 ${width} 52`} width="100%" className="max-w-[880px]" aria-hidden="true">
      <path d={`M0 ${y} H${width}`} className="stroke-rule" strokeWidth={2} />
      {position === 'before' ? <Train x={LEAD / 2 - 4} y={y} /> : null}
      {phases.map(({ id, title, state }, index) => {
        const x = LEAD + index * BLOCK
        return (
          <g key={id}>
            <Post x={x} y={y} />
            <path
              d={`M${x + 14} ${y} H${x + BLOCK - 10}`}
              className={track(state)}
              strokeWidth={state === 'ahead' ? 2 : 6}
            />
            <text x={x + 20} y={y - 10} className={words(state)} fontSize={13}>
              {title}
            </text>
            {state === 'current' ? <Train x={x + BLOCK / 2} y={y} /> : null}
          </g>
        )
      })}
      <Post x={LEAD + phases.length * BLOCK} y={y} />
      {position === 'released' ? <Train x={width - LEAD / 2} y={y} /> : null}
    </svg>
  )
}

const STEP = 26

function Upright({ line: { phases, position } }: { line: LineDto }) {
  const height = 16 + phases.length * STEP + 12
  const x = 12
  return (
    <svg viewBox={`0 0 240 ${height}`} height={height} aria-hidden="true">
      <path d={`M${x} 0 V${height}`} className="stroke-rule" strokeWidth={2} />
      {phases.map(({ id, title, state }, index) => {
        const y = 14 + index * STEP
        return (
          <g key={id}>
            <path
              d={`M${x} ${y + 6} V${y + STEP - 6}`}
              className={track(state)}
              strokeWidth={state === 'ahead' ? 2 : 6}
            />
            <g transform={`translate(${x + 14} ${y})`} className="text-soft">
              <g transform="scale(0.8)">
                <Shape light="off" />
              </g>
            </g>
            <text x={x + 32} y={y + 17} className={words(state)} fontSize={13}>
              {title}
            </text>
            {state === 'current' ? <Train x={x} y={y + STEP / 2} /> : null}
          </g>
        )
      })}
      {position === 'before' ? <Train x={x} y={5} /> : null}
      {position === 'released' ? <Train x={x} y={height - 7} /> : null}
    </svg>
  )
}

/** A signal on its post beside the track. Until gates are judged it is dark. */
function Post({ x, y }: { x: number; y: number }) {
  return (
    <g transform={`translate(${x} ${y})`} className="text-soft">
      <path d="M0 0 V-16" stroke="currentColor" strokeWidth={1.5} />
      <g transform="translate(0 -23) scale(0.85)">
        <Shape light="off" />
      </g>
    </g>
  )
}

/** Where the release stands. */
function Train({ x, y }: { x: number; y: number }) {
  return <path d={`M${x - 11} ${y - 5} h16 l6 5 l-6 5 h-16 Z`} className="fill-ink" />
}

const track = (state: 'done' | 'current' | 'ahead'): string => (state === 'ahead' ? 'stroke-rule' : 'stroke-soft')

const words = (state: 'done' | 'current' | 'ahead'): string =>
  state === 'current' ? 'fill-ink font-semibold' : state === 'done' ? 'fill-ink' : 'fill-soft'
