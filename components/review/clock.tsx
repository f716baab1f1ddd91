'use client'

import { useEffect, useState } from 'react'

/**
 * How long the meeting has been going. `skew` is how far the server's clock is ahead of this machine's; `start` what it
 * showed when the page was made, so that the first picture is the same on both sides.
 */
export function MeetingClock({ openedAt, start, skew }: { openedAt: string; start: string; skew: number }) {
  const [now, setNow] = useState<number | null>(null)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  const at = now === null ? Date.parse(start) : now + skew
  const seconds = Math.max(0, Math.floor((at - Date.parse(openedAt)) / 1000))
  return (
    <time dateTime={`PT${seconds}S`} className="font-mono text-lg" aria-label="Length of the meeting">
      {clockWords(seconds)}
    </time>
  )
}

/** `1:02:03`, `12:34`; from a day on, `2 d 03:04:05`: a meeting left open shows it. */
function clockWords(seconds: number): string {
  const pad = (figure: number): string => String(figure).padStart(2, '0')
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ]
  const tail = `${pad(minutes)}:${pad(seconds % 60)}`
  if (days > 0) return `${days} d ${pad(hours)}:${tail}`
  return hours > 0 ? `${hours}:${tail}` : tail
}
