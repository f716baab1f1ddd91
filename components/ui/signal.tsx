import type { Verdict } from '@/lib/domain/metric/verdict'
import type { Status } from '@/lib/domain/scoreboard/types'

/** The lights of the box. Each is a shape, a word and a colour, the same everywhere. */
export type Light = 'clear' | 'caution' | 'stop' | 'nodata' | 'waived' | 'locked' | 'off'

const colours: Record<Light, string> = {
  clear: 'text-clear',
  caution: 'text-caution',
  stop: 'text-stop',
  nodata: 'text-nodata',
  waived: 'text-waived',
  locked: 'text-ink',
  off: 'text-soft',
}

/** The shape alone, in a square of 16 units around the origin; for use inside other drawings, too. */
export function Shape({ light }: { light: Light }) {
  switch (light) {
    case 'clear':
      return <circle r={6} fill="currentColor" />
    case 'caution':
      return <path d="M0 -7 L7.2 6 L-7.2 6 Z" fill="currentColor" />
    case 'stop':
      return <rect x={-6} y={-6} width={12} height={12} fill="currentColor" />
    case 'nodata':
      return <circle r={5.5} fill="none" stroke="currentColor" strokeWidth={1.5} strokeDasharray="2.6 2" />
    case 'waived':
      return (
        <>
          <path d="M-6 0 A6 6 0 0 0 6 0 Z" fill="currentColor" />
          <path d="M-7.5 0 A7.5 7.5 0 0 1 7.5 0" fill="none" stroke="currentColor" strokeWidth={1.5} />
        </>
      )
    case 'locked':
      return (
        <>
          <rect x={-6} y={-6} width={12} height={12} fill="none" stroke="currentColor" strokeWidth={1.5} />
          <path d="M-6 0 H6" stroke="currentColor" strokeWidth={2.5} />
        </>
      )
    case 'off':
      return <circle r={5.5} fill="none" stroke="currentColor" strokeWidth={1} />
  }
}

interface SignalProps {
  light: Light
  word: string
  /** Only the shape is seen; the word is for screen readers. */
  quiet?: boolean
  large?: boolean
}

/** The one component that draws a signal. */
export function Signal({ light, word, quiet = false, large = false }: SignalProps) {
  const size = large ? 22 : 14
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${large ? 'text-lg font-semibold' : ''}`}>
      <svg width={size} height={size} viewBox="-8 -8 16 16" className={`${colours[light]} shrink-0`} aria-hidden="true">
        <Shape light={light} />
      </svg>
      <span className={quiet ? 'sr-only' : `self-baseline ${light === 'off' ? 'text-soft' : colours[light]}`}>
        {word}
      </span>
    </span>
  )
}

export const lightClass = (light: Light): string => colours[light]

export function statusLight(status: Status | null): { light: Light; word: string } {
  switch (status) {
    case 'green':
      return { light: 'clear', word: 'Green' }
    case 'yellow':
      return { light: 'caution', word: 'Yellow' }
    case 'red':
      return { light: 'stop', word: 'Red' }
    case null:
      return { light: 'off', word: 'Not required' }
  }
}

export function verdictLight(verdict: Verdict, waived = false): { light: Light; word: string } {
  if (waived) return { light: 'waived', word: 'Waived' }
  switch (verdict) {
    case 'pass':
      return { light: 'clear', word: 'Pass' }
    case 'warn':
      return { light: 'caution', word: 'Warn' }
    case 'fail':
      return { light: 'stop', word: 'Fail' }
    case 'error':
      return { light: 'stop', word: 'Error' }
    case 'no_data':
      return { light: 'nodata', word: 'No data' }
  }
}
