import { Figure } from '@/components/ui/quantity'
import { Signal, statusLight, verdictLight } from '@/components/ui/signal'
import { Age } from '@/components/ui/time'
import type { Status } from '@/lib/domain/scoreboard/types'
import type { BoardFrameDto } from '@/lib/queries/board-frame'
import type { MetricDto } from '@/lib/queries/scoreboard'
import { Trend } from './trend'

interface Props {
  title: string
  status: Status | null
  metrics: MetricDto[]
  frame: BoardFrameDto
  whyHref: (id: string) => string
  selected: string | null
}

/** One dimension of the scoreboard: its own light and its metrics. On a narrow screen each metric is a block. */
export function DimensionTable({ title, status, metrics, frame, whyHref, selected }: Props) {
  const { light, word } = statusLight(status)
  return (
    <section aria-labelledby={`dimension-${title}`}>
      <div className="flex items-center justify-between gap-4 pt-2 pb-1">
        <h2 id={`dimension-${title}`}>{title}</h2>
        <Signal light={light} word={word} />
      </div>
      <table className="facts table-fixed max-rail:block">
        <thead className="max-rail:sr-only">
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" className="w-28">
              Verdict
            </th>
            <th scope="col" className="figure w-44">
              Value
            </th>
            <th scope="col" className="figure w-44">
              Limit
            </th>
            <th scope="col" className="w-36">
              8 windows
            </th>
            <th scope="col" className="figure w-24">
              Age
            </th>
            <th scope="col" className="w-12">
              <span className="sr-only">Why</span>
            </th>
          </tr>
        </thead>
        <tbody className="max-rail:block">
          {metrics.map((metric) => (
            <MetricRow
              key={metric.id}
              metric={metric}
              program={frame.program}
              requiredFrom={frame.metrics.find(({ id }) => id === metric.id)?.requiredFrom ?? null}
              href={whyHref(metric.id)}
              selected={selected === metric.id}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface RowProps {
  metric: MetricDto
  program: string
  requiredFrom: string | null
  href: string
  selected: boolean
}

const cell = 'max-rail:block max-rail:h-auto! max-rail:border-0! max-rail:p-0!'

function MetricRow({ metric, program, requiredFrom, href, selected }: RowProps) {
  const { light, word } = verdictLight(metric.verdict, metric.waived)
  return (
    <tr
      className={`max-rail:grid max-rail:grid-cols-[minmax(0,1fr)_auto] max-rail:gap-x-4 max-rail:border-b max-rail:border-rule max-rail:py-2 ${selected ? 'bg-panel' : ''}`}
    >
      <th scope="row" className={`${cell} font-normal text-ink max-rail:col-span-2`}>
        <a href={`/${program}/metrics/${metric.id}`} className="font-mono text-xs">
          {metric.id}
        </a>{' '}
        {metric.title}
        {metric.critical ? <span className="ml-2 text-xs text-soft">critical</span> : null}
        {metric.required ? null : (
          <span className="ml-2 text-xs text-soft">required from {requiredFrom ?? 'no phase'}</span>
        )}
      </th>
      <td className={cell}>
        <a href={href} className="text-ink no-underline" title={`Why ${metric.id} is ${word}`}>
          <Signal light={light} word={word} />
        </a>
      </td>
      <td className={`${cell} figure`}>
        <Figure value={metric.value} unit={metric.unit} />
      </td>
      <td className={`${cell} figure text-soft max-rail:hidden`}>
        <Figure value={metric.limit} unit={metric.unit} />
      </td>
      <td className={cell}>
        <Trend metric={metric} />
      </td>
      <td className={`${cell} figure text-soft`}>
        <Age seconds={metric.age} />
        {metric.carried ? <span className="block text-xs leading-3">carried</span> : null}
      </td>
      <td className={`${cell} text-right max-rail:hidden`}>
        <a href={href} aria-label={`Why ${metric.id}`}>
          Why
        </a>
      </td>
    </tr>
  )
}
