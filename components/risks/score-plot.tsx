'use client'

import { CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { instantWords } from '@/components/ui/time'
import type { ScorePoint } from '@/lib/queries/risk'

interface Props {
  points: readonly ScorePoint[]
  threshold: number
  now: string
  zone: string
  height: number
}

interface Plotted extends ScorePoint {
  time: number
}

/** The score as steps, from the day it came to be until now, against the board's threshold. */
export function ScorePlot({ points, threshold, now, zone, height }: Props) {
  const plotted = points.map((point): Plotted => ({ ...point, time: Date.parse(point.at) }))
  const [first, last] = [plotted[0], plotted.at(-1)]
  if (first === undefined || last === undefined) return null
  const until = Math.max(Date.parse(now), last.time + 1)
  const room = Math.max(until - first.time, 24 * 3_600_000) * 0.02
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' })
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart
        data={[...plotted, { ...last, time: until }]}
        margin={{ top: 12, right: 16, bottom: 4, left: 0 }}
        accessibilityLayer={false}
      >
        <CartesianGrid vertical={false} stroke="var(--rule)" strokeDasharray="2 4" />
        <XAxis
          dataKey="time"
          type="number"
          scale="time"
          domain={[first.time - room, until + room]}
          tickFormatter={(time: number) => day.format(time)}
          tick={{ fontSize: 12, fill: 'var(--soft)' }}
          stroke="var(--rule)"
          minTickGap={40}
        />
        <YAxis
          domain={[0, 25]}
          ticks={[0, 5, 10, 15, 20, 25]}
          width={36}
          tick={{ fontSize: 12, fill: 'var(--soft)' }}
          stroke="var(--rule)"
        />
        <ReferenceLine
          y={threshold}
          stroke="var(--ink)"
          strokeDasharray="4 3"
          label={{
            value: `board from ${threshold}`,
            position: 'insideBottomLeft',
            fontSize: 12,
            fill: 'var(--soft)',
          }}
        />
        <Tooltip
          content={({ active, payload }) =>
            active ? <Told point={payload[0]?.payload as Plotted | undefined} zone={zone} /> : null
          }
        />
        <Line
          dataKey="score"
          type="stepAfter"
          stroke="var(--ink)"
          strokeWidth={1.5}
          isAnimationActive={false}
          dot={(dot: { cx?: number; cy?: number; index?: number }) =>
            dot.index === plotted.length ? (
              <g key="now" />
            ) : (
              <circle key={dot.index} cx={dot.cx ?? 0} cy={dot.cy ?? 0} r={3.5} className="fill-ink" />
            )
          }
          activeDot={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

function Told({ point, zone }: { point: Plotted | undefined; zone: string }) {
  if (point === undefined) return null
  return (
    <div className="max-w-[280px] border border-rule bg-paper px-3 py-2 text-xs">
      <p className="font-medium">
        {point.likelihood} × {point.impact} = {point.score}
      </p>
      <p className="text-soft">
        since {instantWords(point.at, zone)}, {point.by}
      </p>
      {point.reason === null ? null : <p>{point.reason}</p>}
    </div>
  )
}
