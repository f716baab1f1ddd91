'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { MovedRiskDto, RiskScaleDto } from '@/lib/queries/risk-row'
import type { HeatCellDto } from '@/lib/queries/risks'

interface Props {
  cells: readonly HeatCellDto[]
  scale: RiskScaleDto
  /** Scores from here on come before the board. */
  threshold: number
  /** Risks whose cell changed since the last board. */
  moved: readonly MovedRiskDto[]
  /** The cell that the table is filtered by. */
  chosen: { likelihood: number; impact: number } | null
  /** The address of a cell's filter, by `likelihood` + `x` + `impact`; of the chosen one, without it. */
  hrefs: Record<string, string>
}

const STEPS = [1, 2, 3, 4, 5]
const DOWNWARD = [5, 4, 3, 2, 1]

/**
 * Likelihood upward, impact to the right; each cell counts its risks and filters the table by them. One stop of the
 * tab key, and the arrow keys from cell to cell.
 */
export function HeatMap({ cells, scale, threshold, moved, chosen, hrefs }: Props) {
  const grid = useRef<HTMLTableElement>(null)
  const first = chosen ?? cells.find(({ keys }) => keys.length > 0) ?? { likelihood: 5, impact: 1 }
  const [stop, setStop] = useState(first)
  const at = (likelihood: number, impact: number): HeatCellDto | undefined =>
    cells.find((cell) => cell.likelihood === likelihood && cell.impact === impact)

  const move = (event: KeyboardEvent): void => {
    const by = steps[event.key]
    if (by === undefined) return
    event.preventDefault()
    const next = { likelihood: within(stop.likelihood + by[0]), impact: within(stop.impact + by[1]) }
    setStop(next)
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.likelihood}x${next.impact}"]`)?.focus()
  }

  return (
    <div className="max-w-[460px]">
      <table ref={grid} className="w-full table-fixed border-collapse" onKeyDown={move}>
        <caption className="pb-1 text-left text-xs text-soft">
          Risks by likelihood and impact. The heavy line is the board&rsquo;s threshold, {threshold}.
        </caption>
        <colgroup>
          <col className="w-[76px] sm:w-[92px]" />
        </colgroup>
        <tbody>
          {DOWNWARD.map((likelihood) => (
            <tr key={likelihood}>
              <th scope="row" className="pr-2 text-right text-xs leading-4 font-normal">
                {likelihood} <span className="block">{scale.likelihood[likelihood - 1]}</span>
              </th>
              {STEPS.map((impact) => (
                <td key={impact} className={`h-14 p-0 ${borders(likelihood, impact, threshold)}`}>
                  <CellLink
                    cell={at(likelihood, impact)}
                    likelihood={likelihood}
                    impact={impact}
                    scale={scale}
                    above={likelihood * impact >= threshold}
                    chosen={chosen?.likelihood === likelihood && chosen.impact === impact}
                    stop={stop.likelihood === likelihood && stop.impact === impact}
                    onFocus={() => setStop({ likelihood, impact })}
                    href={hrefs[`${likelihood}x${impact}`] ?? ''}
                    moved={moved}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            {STEPS.map((impact) => (
              <th key={impact} scope="col" className="pt-1 text-center text-xs leading-4 font-normal">
                {impact} <span className="block">{scale.impact[impact - 1]}</span>
              </th>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const steps: Record<string, [number, number]> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
}

const within = (step: number): number => Math.min(5, Math.max(1, step))

/** Hairlines between cells; the threshold is a heavy step between what the board sees and what it does not. */
function borders(likelihood: number, impact: number, threshold: number): string {
  const above = likelihood * impact >= threshold
  const left = impact > 1 && above && likelihood * (impact - 1) < threshold
  const below = likelihood > 1 && above && (likelihood - 1) * impact < threshold
  return [
    'border',
    left ? 'border-l-2 border-l-ink' : 'border-l-rule',
    below ? 'border-b-2 border-b-ink' : 'border-b-rule',
    'border-t-rule border-r-rule',
  ].join(' ')
}

interface CellProps {
  cell: HeatCellDto | undefined
  likelihood: number
  impact: number
  scale: RiskScaleDto
  above: boolean
  chosen: boolean
  stop: boolean
  onFocus: () => void
  href: string
  moved: readonly MovedRiskDto[]
}

function CellLink({ cell, likelihood, impact, scale, above, chosen, stop, onFocus, href, moved }: CellProps) {
  const keys = cell?.keys ?? []
  const came = moved.filter(({ to }) => to.likelihood === likelihood && to.impact === impact)
  const left = moved.filter(({ from }) => from.likelihood === likelihood && from.impact === impact)
  const words = [
    `${scale.likelihood[likelihood - 1] ?? likelihood} and ${scale.impact[impact - 1] ?? impact}`,
    `score ${likelihood * impact}${above ? ', before the board' : ''}`,
    keys.length === 0 ? 'no risk' : keys.join(', '),
    ...came.map(({ key, from }) => `${key} came from score ${from.likelihood * from.impact}`),
    ...left.map(({ key, to }) => `${key} left for score ${to.likelihood * to.impact}`),
    ...(chosen ? ['chosen: the table shows these alone'] : []),
  ].join('; ')
  return (
    <Link
      href={href as Route}
      scroll={false}
      data-cell={`${likelihood}x${impact}`}
      tabIndex={stop ? 0 : -1}
      onFocus={onFocus}
      aria-current={chosen || undefined}
      title={words}
      className={`relative flex h-full items-center justify-center text-ink no-underline hover:bg-panel ${above ? 'bg-panel' : ''} ${chosen ? 'outline-2 -outline-offset-2 outline-ink' : ''}`}
    >
      <span className="absolute top-0.5 right-1 text-xs leading-4 text-soft" aria-hidden="true">
        {likelihood * impact}
      </span>
      <span className="sr-only">{words}</span>
      {keys.length === 0 ? null : (
        <span className="text-base font-semibold" aria-hidden="true">
          {keys.length}
        </span>
      )}
      <span className="absolute bottom-0 left-1 text-xs leading-4" aria-hidden="true">
        {came.map(({ key, from }) => (
          <span key={key}>{arrow(from, { likelihood, impact })}</span>
        ))}
      </span>
      {left.length > 0 && keys.length === 0 ? (
        <span className="size-2 rounded-full border border-dashed border-soft" aria-hidden="true" />
      ) : null}
    </Link>
  )
}

interface Place {
  likelihood: number
  impact: number
}

/** Points the way that a risk came: "↗" where both grew. */
function arrow(from: Place, to: Place): string {
  const ways = ['↙', '↓', '↘', '←', '', '→', '↖', '↑', '↗']
  const up = Math.sign(to.likelihood - from.likelihood)
  const right = Math.sign(to.impact - from.impact)
  return ways[(up + 1) * 3 + (right + 1)] ?? ''
}
