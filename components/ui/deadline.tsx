'use client'

import { useEffect, useState } from 'react'
import { DAY } from '@/lib/domain/instant'
import { formatSpan } from '@/lib/domain/metric/format'
import { type Light, Signal } from './signal'
import { instantWords } from './time'

const SOON = DAY
const TICK = 30_000

interface Props {
  at: string
  /** The server's time when the page was drawn; the countdown goes on from there. */
  now: string
  zone: string
}

/** A deadline: it counts down, and changes shape a day before it passes and when it has passed. */
export function Deadline({ at, now, zone }: Props) {
  const [past, setPast] = useState({ of: now, span: 0 })
  useEffect(() => {
    const begun = performance.now()
    const timer = window.setInterval(() => setPast({ of: now, span: performance.now() - begun }), TICK)
    return () => window.clearInterval(timer)
  }, [now])
  const left = Date.parse(at) - Date.parse(now) - (past.of === now ? past.span : 0)
  return (
    <time dateTime={at} title={instantWords(at, zone)} className="flex">
      <Signal {...deadlineLight(left)} />
    </time>
  )
}

/** `left` in milliseconds; negative once it has passed. */
function deadlineLight(left: number): { light: Light; word: string } {
  if (left < 0) return { light: 'stop', word: `overdue by ${span(-left)}` }
  return { light: left < SOON ? 'caution' : 'off', word: `in ${span(left)}` }
}

/** Days where there are several, else down to the minute. */
function span(milliseconds: number): string {
  if (milliseconds < 60_000) return 'less than a minute'
  if (milliseconds >= 3 * DAY) return `${Math.floor(milliseconds / DAY)} d`
  return formatSpan(milliseconds).replace(/ \d+ s$/, '')
}
