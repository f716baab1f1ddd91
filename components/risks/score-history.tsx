'use client'

import dynamic from 'next/dynamic'
import { useTableKey } from '@/components/ui/table-key'
import { instantWords } from '@/components/ui/time'
import type { ScorePoint } from '@/lib/queries/risk'
import type { RiskScaleDto } from '@/lib/queries/risk-row'
import { ScoreWords } from './marks'

interface Props {
  points: readonly ScorePoint[]
  threshold: number
  now: string
  zone: string
  scale: RiskScaleDto
}

const HEIGHT = 200

/** The drawing is fetched when it is needed; its place is kept meanwhile. */
const Plot = dynamic(() => import('./score-plot').then(({ ScorePlot }) => ScorePlot), {
  ssr: false,
  loading: () => <div style={{ height: HEIGHT }} className="bg-panel" />,
})

/** The score over time, as a chart or, one key away, as a table. */
export function ScoreHistory({ points, threshold, now, zone, scale }: Props) {
  const [asTable, setAsTable] = useTableKey()
  return (
    <section className="mt-6" aria-labelledby="scores">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id="scores">Score</h2>
        <button
          type="button"
          className="no-print cursor-pointer text-link hover:underline"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'Show as chart' : 'Show as table'} <kbd className="text-soft">t</kbd>
        </button>
      </header>
      {asTable ? (
        <Scores points={points} zone={zone} scale={scale} />
      ) : (
        <Plot points={points} threshold={threshold} now={now} zone={zone} height={HEIGHT} />
      )}
    </section>
  )
}

function Scores({ points, zone, scale }: Pick<Props, 'points' | 'zone' | 'scale'>) {
  return (
    <div className="scrolls" role="group" aria-label="Scores" tabIndex={0}>
      <table className="facts">
        <thead>
          <tr>
            <th scope="col">Since</th>
            <th scope="col">Score</th>
            <th scope="col">By</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map(({ at, likelihood, impact, by, reason }) => (
            <tr key={at}>
              <td className="whitespace-nowrap">{instantWords(at, zone)}</td>
              <td>
                <ScoreWords likelihood={likelihood} impact={impact} scale={scale} />
              </td>
              <td className="whitespace-nowrap">{by}</td>
              <td className="min-w-[200px]">{reason ?? <span className="text-soft">as it was added</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
