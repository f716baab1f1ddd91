import { Field } from './form'
import { faultAt } from './action-form'
import type { FormState } from '@/lib/http/form'

interface Props {
  /** What each pointer must show. */
  shows: readonly string[]
  state: FormState
}

/** Fields for pointers: an address or another pointer, and its digest where it is known. */
export function EvidenceFields({ shows, state }: Props) {
  return (
    <>
      {shows.map((what, index) => (
        <div key={what} className="flex flex-col gap-2">
          <Field
            name={`evidence.${index}.uri`}
            label={what}
            hint="An address, or another pointer. It is shown, never fetched."
            defaultValue={state.typed[`evidence.${index}.uri`]}
            fault={faultAt(state, `evidence.${index}.uri`)}
            required
          />
          <Field
            name={`evidence.${index}.sha256`}
            label="Its SHA-256, where you have it"
            className="mt-1 min-h-8 w-full rounded-sm border border-soft bg-paper px-2 py-1 font-mono text-xs text-ink aria-invalid:border-stop"
            defaultValue={state.typed[`evidence.${index}.sha256`]}
            fault={faultAt(state, `evidence.${index}.sha256`)}
          />
        </div>
      ))}
    </>
  )
}

/** The fields that show their own faults. */
export const evidenceFaults = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => [`evidence.${index}.uri`, `evidence.${index}.sha256`]).flat()
