import type { Light } from '@/components/ui/signal'
import type { CriterionState } from '@/lib/domain/gate/types'
import type { GateDto, GateRowDto } from '@/lib/queries/gates'

export function criterionLight(state: CriterionState): { light: Light; word: string } {
  switch (state) {
    case 'met':
      return { light: 'clear', word: 'Met' }
    case 'unmet':
      return { light: 'stop', word: 'Unmet' }
    case 'no_data':
      return { light: 'nodata', word: 'No data' }
    case 'waived':
      return { light: 'waived', word: 'Waived' }
  }
}

export const gateLight = ({ met }: Pick<GateDto, 'met'>): { light: Light; word: string } =>
  met ? { light: 'clear', word: 'Met' } : { light: 'stop', word: 'Not met' }

/** A gate on the ladder: one that the program went through is past, one far ahead is judged all the same. */
export function rowLight(row: GateRowDto): { light: Light; word: string } {
  return row.place === 'passed' ? { light: 'clear', word: 'Passed' } : gateLight(row)
}
