'use client'

import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { lightClass, Shape, verdictLight } from '@/components/ui/signal'
import { instantWords } from '@/components/ui/time'
import { formatValue, quantity } from '@/lib/domain/metric/format'
import type { ChartPoint, SeriesChartDto } from '@/lib/queries/metric'

interface Props {
  chart: SeriesChartDto
  program: string
  zone: string
  height: number
}

/** Room that a window's label takes, in px. */
const LABEL = 44

interface Plotted extends ChartPoint {
  time: number
}

/** The chart of a series: values by run, limits as labelled lines, the warn band, window borders, release markers. */
export function Plot({ chart, program, zone, height }: Props) {
  const router = useRouter()
  const [width, setWidth] = useState(0)
  const { unit } = chart
  const points = chart.points.map((point): Plotted => ({ ...point, time: Date.parse(point.at) }))
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return null
  const span = Math.max(last.time - first.time, 24 * 3_600_000)
  const [from, to] = [first.time - span * 0.02, last.time + span * 0.1]
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'short' })
  const borders = chart.borders
    .map(({ window, at }) => ({ window, time: Date.parse(at) }))
    .filter(({ time }) => time > from && time < to)
  const ticks = axisTicks(points, unit === 'bytes' ? 1024 : 1)
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)]
  return (
    <ResponsiveContainer width="100%" height={height} onResize={setWidth}>
      <ComposedChart data={points} margin={{ top: 28, right: 16, bottom: 4, left: 8 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--rule)" strokeDasharray="2 4" />
        <XAxis
          dataKey="time"
          type="number"
          scale="time"
          domain={[from, to]}
          tickFormatter={(time: number) => day.format(time)}
          tick={{ fontSize: 12, fill: 'var(--soft)' }}
          stroke="var(--rule)"
          minTickGap={40}
        />
        <YAxis
          domain={[low, high]}
          width={64}
          ticks={ticks}
          tickFormatter={(value: number) => quantity(value, unit).number}
          tick={{ fontSize: 12, fill: 'var(--soft)' }}
          stroke="var(--rule)"
          label={{
            value: quantity(last.value, unit).unit,
            position: 'insideTopLeft',
            dy: -18,
            dx: 8,
            fontSize: 12,
            fill: 'var(--soft)',
          }}
        />
        {borders.map(({ window, time }) => (
          <ReferenceLine
            key={window}
            x={time}
            stroke="var(--rule)"
            label={
              borders.length * LABEL > width
                ? ''
                : {
                    value: window.replace(/^\d{4}-/, ''),
                    // Right of the border where the window begins.
                    position: 'insideTopLeft',
                    fontSize: 12,
                    fill: 'var(--soft)',
                    dy: -16,
                    dx: -2,
                  }
            }
          />
        ))}
        {last.warn === null || last.limit === null ? null : (
          <ReferenceArea y1={last.warn} y2={last.limit} fill="var(--band)" stroke="none" />
        )}
        {last.warn === null ? null : (
          <ReferenceLine
            y={last.warn}
            stroke="var(--caution)"
            strokeDasharray="4 3"
            label={label(`warns at ${formatValue(last.warn, unit)}`, 'var(--caution)')}
          />
        )}
        {last.limit === null ? null : (
          <ReferenceLine
            y={last.limit}
            stroke="var(--stop)"
            label={label(`limit ${formatValue(last.limit, unit)}`, 'var(--stop)')}
          />
        )}
        {points
          .filter(
            ({ releaseCandidate }, index) =>
              releaseCandidate !== null && points[index - 1]?.releaseCandidate !== releaseCandidate,
          )
          .map(({ releaseCandidate, time }) => (
            <ReferenceLine
              key={releaseCandidate}
              x={time}
              stroke="var(--ink)"
              strokeDasharray="1 3"
              label={label(releaseCandidate ?? '', 'var(--ink)')}
            />
          ))}
        <Tooltip
          content={({ active, payload }) =>
            active ? <Told point={payload[0]?.payload as Plotted | undefined} chart={chart} zone={zone} /> : null
          }
        />
        <Line
          dataKey="value"
          type="linear"
          stroke="var(--soft)"
          strokeWidth={1.25}
          isAnimationActive={false}
          dot={(dot: { cx?: number; cy?: number; payload?: Plotted; index?: number }) => (
            <Mark
              key={dot.index}
              x={dot.cx ?? 0}
              y={dot.cy ?? 0}
              point={dot.payload}
              open={(run) => router.push(`/${program}/runs/${run}` as Route)}
            />
          )}
          activeDot={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

const label = (value: string, fill: string) => ({ value, position: 'insideBottomRight' as const, fontSize: 12, fill })

/** Round figures from a little below the least value or limit to a little above the greatest; `shown` is the unit shown. */
function axisTicks(points: readonly Plotted[], shown: number): number[] {
  const all = points.flatMap(({ value, limit, warn }) =>
    [value, limit, warn].filter((one) => one !== null).map((one) => one / shown),
  )
  const [least, greatest] = [Math.min(...all), Math.max(...all)]
  const room = (greatest - least || Math.abs(greatest) || 1) * 0.08
  const [low, high] = [least >= 0 ? Math.max(0, least - room) : least - room, greatest + room]
  const rough = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const first = Math.floor(low / step)
  const count = Math.ceil(high / step) - first
  return Array.from({ length: count + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)) * shown)
}

/** A run on the line, shaped by its verdict; ringed where the environment changed. */
function Mark({
  x,
  y,
  point,
  open,
}: {
  x: number
  y: number
  point: Plotted | undefined
  open: (run: number) => void
}) {
  if (point === undefined) return null
  const { light, word } = verdictLight(point.verdict)
  return (
    <g
      transform={`translate(${x} ${y})`}
      className={`${lightClass(light)} cursor-pointer`}
      onClick={() => open(point.run)}
    >
      <title>{`${point.runId}: ${word}`}</title>
      {point.changed ? <circle r={9} fill="none" className="stroke-ink" strokeWidth={1} strokeDasharray="2 2" /> : null}
      <g transform="scale(0.62)">
        <Shape light={light} />
      </g>
    </g>
  )
}

function Told({ point, chart, zone }: { point: Plotted | undefined; chart: SeriesChartDto; zone: string }) {
  if (point === undefined) return null
  return (
    <div className="border border-rule bg-paper px-3 py-2 text-xs">
      <p className="font-medium">
        {verdictLight(point.verdict).word}: {formatValue(point.value, chart.unit)}
      </p>
      <p className="text-soft">{instantWords(point.at, zone)}</p>
      <p className="font-mono">{point.runId}</p>
      {point.changed ? <p>The environment changed with this run.</p> : null}
    </div>
  )
}
