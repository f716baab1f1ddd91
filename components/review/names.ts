import type { AgendaSubject } from '@/lib/domain/review/agenda'

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
