import type { AgendaSubject, ReviewKind } from '@/lib/domain/review/agenda'

/** The kinds of reviews as people call them (seed 10.1). */
export const kindTitles: Record<ReviewKind, string> = {
  weekly: 'Weekly board',
  sweep: 'Full sweep',
  out_of_band: 'Out-of-band review',
}

export const subjectTitles: Record<AgendaSubject, string> = {
  action: 'Action',
  incident: 'Incident',
  risk: 'Risk',
  decision: 'Decision',
  waiver: 'Waiver',
  metric: 'Metric',
}

/** A subject with its id: "Action 3", "RISK-TECH-01". */
export const subjectName = (subject: AgendaSubject, key: string): string =>
  /^\d/.test(key) ? `${subjectTitles[subject]} ${key}` : key
