import { dayWords } from '@/lib/domain/window/day-words'
import { Part, OwnChoice, Section, Term, Terms } from './parts'
import type { Program } from './types'

const lengths: Record<Program['window']['length'], string> = {
  P1D: 'one day',
  P1W: 'one week, from Monday',
  P2W: 'two weeks, from Monday',
  P1M: 'one calendar month',
  P3M: 'three calendar months',
}

const weekdays = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

/** When days, weeks and business days begin. */
export function TimeSection({ program }: { program: Program }) {
  const { zone, window, calendar } = program
  return (
    <Section id="time">
      <Terms>
        <Term name="Zone">{zone}</Term>
        <Term name="Window">
          {lengths[window.length]}, 00:00 in the zone; {window.kept} within one click
        </Term>
        <Term name="Business days">{calendar.workdays.map((day) => weekdays[day]).join(', ')}</Term>
        <Term name="Calendar">revision {calendar.revision}</Term>
      </Terms>
      <OwnChoice why={calendar.choice} />
      <Part title="Holidays">
        {calendar.holidays.length === 0 ? <p className="text-soft">None.</p> : null}
        <ul className="gap-x-8 sm:columns-2">
          {calendar.holidays.map(({ date, name }) => (
            <li key={`${date} ${name}`} className="flex gap-3">
              <span className="w-28 shrink-0 whitespace-nowrap text-soft">{dayWords(date)}</span>
              {name}
            </li>
          ))}
        </ul>
      </Part>
    </Section>
  )
}
