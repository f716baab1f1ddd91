import { iso } from '@/lib/domain/instant'
import type { RecordedSample } from '@/lib/verbs/upload/record-sample'
import type { Moment } from './runs'

/** A figure that someone enters from a record: who, and what. */
export interface DemoRecord {
  subject: string
  sample: RecordedSample
}

/** Onboarding and adoption figures, on their days: Fridays, every other one, and once a month. All made up. */
export function recordsOf(moment: Moment, program: string): DemoRecord[] {
  if (moment.weekday !== 4) return []
  const { weeksAgo } = moment
  const week = 10 - weeksAgo
  const records: DemoRecord[] = []
  const add = (
    subject: string,
    measure: string,
    figure: Pick<RecordedSample, 'value' | 'passed' | 'total' | 'unit'>,
  ): void => {
    const id = `${measure}-${iso(moment.at).slice(0, 10)}`
    records.push({
      subject,
      sample: {
        program,
        key: `demo-${id}`,
        measure,
        profile: 'core-min',
        environment: 'pilot',
        ...figure,
        observedAt: iso(moment.at - 3_600_000),
        artifact: `https://pilot.example.test/records/${id}`,
        record: { system: 'pilot tracker', id },
      },
    })
  }
  add('dx-framework-owner', 'M-DX-01', { value: Math.max(18, 52 - week * 3), unit: 'min' })
  add('pilot-success-owner', 'M-ADOPT-03A', { value: 9 + (week % 3) * 4, unit: 'h' })
  add('pilot-success-owner', 'M-ADOPT-03B', { value: 40 + (week % 4) * 6, unit: 'h' })
  add('pilot-success-owner', 'M-ADOPT-03C', { value: 96 + (week % 2) * 20, unit: 'h' })
  if (weeksAgo % 2 === 0) {
    add('dx-framework-owner', 'M-DX-02', { passed: 18 + Math.min(2, Math.floor(week / 4)), total: 20, unit: '%' })
    add('dx-framework-owner', 'M-DX-03', { value: Math.max(1, 6 - Math.floor(week / 2)), unit: 'defects/10 attempts' })
    add('pilot-success-owner', 'M-ADOPT-01', { passed: 3 + Math.floor(week / 2), total: 14, unit: '%' })
  }
  if (weeksAgo % 4 === 1)
    add('pilot-success-owner', 'M-ADOPT-02', { passed: 5 + Math.floor(week / 4), total: 8, unit: '%' })
  return records
}
