import { Signal, statusLight } from '@/components/ui/signal'
import { Moment, spanOfDays } from '@/components/ui/time'
import type { BoardFrameDto } from '@/lib/queries/board-frame'
import type { ScoreboardDto } from '@/lib/queries/scoreboard'
import { Reasons } from '@/components/ui/reason'
import { DimensionTable } from './dimension-table'
import { UnownedRisks } from './unowned-risks'
import { MetricWhy, StatusWhy } from './why'
import { WindowStrip } from './window-strip'

interface Props {
  board: ScoreboardDto
  frame: BoardFrameDto
  /** What the inspector explains: `status`, a metric's id, or nothing. */
  why: string | null
  /** The window the address asks for; null for the one that holds now. */
  chosen: string | null
}

/** The scoreboard of a window: status, dimensions, metrics, and why. */
export function Board({ board, frame, why, chosen }: Props) {
  const status = statusLight(board.status)
  const here = (parameters: Record<string, string>): string => {
    const query = new URLSearchParams({ ...(chosen === null ? {} : { window: chosen }), ...parameters }).toString()
    return `/${board.program}/scoreboard${query === '' ? '' : `?${query}`}`
  }
  const metric = board.metrics.find((one) => one.id === why)
  return (
    <>
      <header className="flex flex-wrap items-start justify-between gap-x-10 gap-y-4">
        <div>
          <h1>Scoreboard</h1>
          <p className="text-soft">
            <span className="font-mono text-xs">{board.window.id}</span>,{' '}
            {spanOfDays(board.window.start, board.window.end, frame.zone)},{' '}
            {board.window.state === 'open' ? 'open' : 'closed'}. Judged as of{' '}
            <Moment at={board.asOf} zone={frame.zone} />, revision {board.revision}.
          </p>
        </div>
        <WindowStrip windows={board.windows} current={board.window.id} base={`/${board.program}/scoreboard`} />
      </header>

      <section
        aria-label="Program status"
        className="mt-6 grid gap-x-10 gap-y-4 border-y border-rule py-4 rail:grid-cols-[auto_minmax(0,1fr)_minmax(0,1fr)]"
      >
        <a href={here({ why: 'status' })} className="self-start text-ink no-underline" title="Why">
          <Signal light={status.light} word={status.word} large />
        </a>
        <div>
          <h2 className="mb-1 text-sm">Why</h2>
          {board.reasons.length === 0 ? (
            <p>Every required metric is in its band.</p>
          ) : (
            <Reasons reasons={board.reasons.slice(0, 3)} />
          )}
          <More count={board.reasons.length - 3} href={here({ why: 'status' })} />
        </div>
        <div>
          <h2 className="mb-1 text-sm">What would turn it Green</h2>
          {board.toGreen.length === 0 ? <p>Nothing: it is Green.</p> : <Reasons reasons={board.toGreen.slice(0, 3)} />}
          <More count={board.toGreen.length - 3} href={here({ why: 'status' })} />
        </div>
      </section>

      <UnownedRisks board={board} />

      <div className="mt-2 flex flex-col gap-6">
        {frame.dimensions.map((dimension) => (
          <DimensionTable
            key={dimension.id}
            title={dimension.title}
            status={board.dimensions.find(({ id }) => id === dimension.id)?.status ?? null}
            metrics={board.metrics.filter((one) => one.dimension === dimension.id)}
            frame={frame}
            whyHref={(id) => here({ why: id })}
            selected={why}
          />
        ))}
      </div>

      {board.evaluation === null ? null : (
        <p className="mt-6 text-xs text-soft">
          Evaluation {board.evaluation.number} of this window, stored{' '}
          <Moment at={board.evaluation.createdAt} zone={frame.zone} />, SHA-256{' '}
          <code>{board.evaluation.digest.slice(0, 16)}…</code>
          {board.evaluation.number > 1 ? '. Late samples led to new evaluations; the earlier ones are kept.' : '.'}
        </p>
      )}

      {why === 'status' ? <StatusWhy board={board} closeHref={here({})} /> : null}
      {metric === undefined ? null : <MetricWhy metric={metric} board={board} frame={frame} closeHref={here({})} />}
    </>
  )
}

function More({ count, href }: { count: number; href: string }) {
  if (count <= 0) return null
  return (
    <p className="mt-1">
      <a href={href}>{count} more</a>
    </p>
  )
}
