import { Shape, lightClass, statusLight } from '@/components/ui/signal'
import type { ScoreboardDto } from '@/lib/queries/scoreboard'

interface Props {
  /** Newest first. */
  windows: ScoreboardDto['windows']
  current: string
  base: string
}

const SHOWN = 8

/** The last eight windows, one click each, and the ones before them, whichever of them is shown. */
export function WindowStrip({ windows, current, base }: Props) {
  const recent = windows.slice(0, SHOWN).reverse()
  const earlier = windows.slice(SHOWN)
  const shownEarlier = earlier.find(({ id }) => id === current)
  return (
    <nav aria-label="Windows" className="no-print flex flex-wrap items-end gap-2">
      <ol className="flex flex-wrap">
        {recent.map(({ id, status, state }) => {
          const { light, word } = statusLight(status)
          return (
            <li key={id}>
              <a
                href={state === 'open' ? base : `${base}?window=${id}`}
                aria-current={id === current ? 'true' : undefined}
                title={`${id}: ${word}`}
                className="flex min-h-10 w-11 flex-col items-center justify-center gap-1 border-b-2 border-transparent text-ink no-underline hover:bg-panel aria-[current=true]:border-ink"
              >
                <svg width={14} height={14} viewBox="-8 -8 16 16" className={lightClass(light)} aria-hidden="true">
                  <Shape light={light} />
                </svg>
                <span className="font-mono text-xs">{id.replace(/^\d{4}-/, '')}</span>
                <span className="sr-only">{word}</span>
              </a>
            </li>
          )
        })}
      </ol>
      {earlier.length === 0 ? null : (
        <details className="relative">
          <summary className="flex min-h-10 cursor-pointer items-center px-1 text-link">
            {shownEarlier === undefined ? 'Earlier' : `Earlier: ${shownEarlier.id}`}
          </summary>
          <ol className="absolute right-0 z-10 max-h-80 overflow-auto border border-rule bg-paper p-1">
            {earlier.map(({ id, status }) => (
              <li key={id}>
                <a
                  href={`${base}?window=${id}`}
                  aria-current={id === current ? 'true' : undefined}
                  className="block px-3 py-1 whitespace-nowrap hover:bg-panel aria-[current=true]:font-semibold"
                >
                  {id}, {statusLight(status).word}
                </a>
              </li>
            ))}
          </ol>
        </details>
      )}
    </nav>
  )
}
