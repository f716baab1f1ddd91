'use client'

import dynamic from 'next/dynamic'
import { Figure } from '@/components/ui/quantity'
import { Signal, verdictLight } from '@/components/ui/signal'
import { useTableKey } from '@/components/ui/table-key'
import { instantWords } from '@/components/ui/time'
import type { SeriesChartDto } from '@/lib/queries/metric'

interface Props {
  chart: SeriesChartDto
  program: string
  zone: string
}

const HEIGHT = 300

/** The drawing is fetched when it is needed; its place is kept meanwhile. */
const Plot = dynamic(() => import('./plot').then(({ Plot }) => Plot), {
  ssr: false,
  loading: () => <div style={{ height: HEIGHT }} className="bg-panel" />,
})

/** A series over its runs, as a chart or, one key away, as a table. */
export function SeriesChart({ chart, program, zone }: Props) {
  const [asTable, setAsTable] = useTableKey()
  if (chart.points.length === 0)
    return <p className="mt-2 text-soft">No complete, gated run has measured this series yet.</p>
  return (
    <div className="mt-1">
      <button
        type="button"
        className="no-print cursor-pointer text-link hover:underline"
        aria-pressed={asTable}
        onClick={() => setAsTable(!asTable)}
      >
        {asTable ? 'Show as chart' : 'Show as table'} <kbd className="text-soft">t</kbd>
      </button>
      {asTable ? (
        <PointTable chart={chart} program={program} zone={zone} />
      ) : (
        <Plot chart={chart} zone={zone} height={HEIGHT} program={program} />
      )}
    </div>
  )
}

function PointTable({ chart, program, zone }: Props) {
  return (
    <section className="max-h-[300px] overflow-auto" aria-label="Runs of the series" tabIndex={0}>
      <table className="facts">
        <thead>
          <tr>
            <th scope="col">Observed</th>
            <th scope="col">Run</th>
            <th scope="col">Verdict</th>
            <th scope="col" className="figure">
              Value
            </th>
            <th scope="col" className="figure">
              Limit
            </th>
          </tr>
        </thead>
        <tbody>
          {[...chart.points].reverse().map((point) => {
            const { light, word } = verdictLight(point.verdict)
            return (
              <tr key={`${point.run} ${point.at}`}>
                <td>{instantWords(point.at, zone)}</td>
                <td>
                  <a href={`/${program}/runs/${point.run}`} className="font-mono text-xs">
                    {point.runId}
                  </a>
                </td>
                <td>
                  <Signal light={light} word={word} />
                </td>
                <td className="figure">
                  <Figure value={point.value} unit={chart.unit} />
                </td>
                <td className="figure">
                  <Figure value={point.limit} unit={chart.unit} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
