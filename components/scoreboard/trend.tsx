import { lightClass, Shape, verdictLight } from '@/components/ui/signal'
import { formatValue } from '@/lib/domain/metric/format'
import type { MetricDto } from '@/lib/queries/scoreboard'

const STEP = 15
const HEIGHT = 26

/** A metric's last windows as a small chart: height is the value, shape and colour the verdict. */
export function Trend({ metric }: { metric: MetricDto }) {
  const { trend, unit } = metric
  const values = trend.flatMap(({ value }) => (value === null ? [] : [value]))
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const y = (value: number | null): number =>
    value === null || high === low ? HEIGHT / 2 : 7 + (1 - (value - low) / (high - low)) * (HEIGHT - 14)
  const points = trend.map((one, index) => ({ ...one, x: 8 + index * STEP, y: y(one.value) }))
  const words = points.map(({ window, verdict, value, carried }) => {
    const figure = value === null ? '' : ` ${formatValue(value, unit)}`
    return `${window} ${verdictLight(verdict).word}${figure}${carried ? ', carried' : ''}`
  })
  const line = points.filter(({ value }) => value !== null).map(({ x, y }) => `${x},${y}`)
  return (
    <svg width={trend.length * STEP + 4} height={HEIGHT} role="img" aria-label={`Last windows: ${words.join('; ')}`}>
      <polyline points={line.join(' ')} fill="none" className="stroke-rule" strokeWidth={1.5} />
      {points.map(({ window, verdict, carried, x, y }, index) => (
        <g
          key={window}
          transform={`translate(${x} ${y}) scale(${carried ? 0.42 : 0.62})`}
          className={lightClass(verdictLight(verdict).light)}
        >
          <title>{words[index]}</title>
          <Shape light={verdictLight(verdict).light} />
        </g>
      ))}
    </svg>
  )
}
