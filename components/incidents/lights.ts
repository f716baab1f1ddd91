import type { Light } from '@/components/ui/signal'
import type { IncidentDto } from '@/lib/queries/incident-dto'

export function incidentLight({ kind, state }: IncidentDto): { light: Light; word: string } {
  if (state === 'ended') return { light: 'clear', word: 'Ended' }
  return kind === 'review' ? { light: 'stop', word: 'Under review' } : { light: 'locked', word: 'Stopped' }
}

export const kindWords: Record<IncidentDto['kind'], string> = {
  kill: 'Kill criterion',
  rollback: 'Rollback trigger',
  review: 'Kill-criteria review',
}

export const outcomeWords = (outcome: string): string =>
  ({ continue: 'continue', roll_back: 'roll back', override: 'override', dismiss: 'dismissed' })[outcome] ?? outcome
