import { Pointer } from '@/components/ui/pointer'
import { Reasons } from '@/components/ui/reason'
import { type Light, Signal } from '@/components/ui/signal'
import type { Json } from '@/lib/register/canonical'
import { type Fields, fieldsOf, rowsOf, textOf, textsOf } from './json'

const lights: Record<string, { light: Light; word: string }> = {
  met: { light: 'clear', word: 'Met' },
  unmet: { light: 'stop', word: 'Unmet' },
  no_data: { light: 'nodata', word: 'No data' },
  waived: { light: 'waived', word: 'Waived' },
}

export const isGate = (json: Json | undefined): boolean => rowsOf(fieldsOf(json).criteria).length > 0

/** A gate as the packet judged it: every criterion with its state, reasons and what it rests on. */
export function Gate({ gate }: { gate: Fields }) {
  const met = gate.met === true
  return (
    <section className="mt-2">
      <h3 className="flex flex-wrap items-center gap-2">
        {textOf(gate.title) || `${textOf(gate.phase)} ${textOf(gate.gate)}`}
        <Signal light={met ? 'clear' : 'stop'} word={met ? 'met' : 'not met'} />
      </h3>
      <table className="facts [&_tbody_:is(td,th)]:align-top">
        <thead>
          <tr>
            <th scope="col">Criterion</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(gate.criteria).map((criterion) => (
            <tr key={textOf(criterion.id)}>
              <th scope="row" className="font-normal text-ink">
                {textOf(criterion.text)}
                <code className="block text-soft">{textOf(criterion.id)}</code>
                <Reasons reasons={textsOf(criterion.reasons)} />
                <Evidence evidence={rowsOf(criterion.evidence)} />
              </th>
              <td>
                <Signal {...(lights[textOf(criterion.state)] ?? { light: 'off', word: textOf(criterion.state) })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What a criterion rests on: a line or two as they are, more of them folded by run. Paper shows them all. */
function Evidence({ evidence }: { evidence: readonly Fields[] }) {
  if (evidence.length === 0) return null
  // Names alone, such as surfaces, are read in a line.
  if (evidence.every(({ uri, command }) => textOf(uri) === '' && textOf(command) === '')) {
    return <p className="mt-1 text-soft">{evidence.map((one) => textOf(one.label) || textOf(one.id)).join(', ')}</p>
  }
  if (evidence.length <= SHORT) return <Pointers evidence={evidence} />
  const runs = [...new Set(evidence.map((one) => textOf(one.run)))]
  return runs
    .map((run) => ({ run, pointers: evidence.filter((one) => textOf(one.run) === run) }))
    .map(({ run, pointers }) => (
      <details key={run} className="mt-1">
        <summary className="cursor-pointer text-soft">
          {run === '' ? 'Other evidence' : `Run ${run}`}, {pointers.length}{' '}
          {pointers.length === 1 ? 'pointer' : 'pointers'}
        </summary>
        <Pointers evidence={pointers} />
      </details>
    ))
}

/** As many pointers as are read at a glance. */
const SHORT = 2

function Pointers({ evidence }: { evidence: readonly Fields[] }) {
  return (
    <ul className="mt-1 text-soft">
      {evidence.map((one) => {
        const uri = textOf(one.uri)
        const command = textOf(one.command)
        return (
          <li key={JSON.stringify(one)} className="[overflow-wrap:anywhere]">
            {textOf(one.label) || textOf(one.id)}
            {uri === '' ? null : (
              <>
                {' '}
                <Pointer uri={uri} />
              </>
            )}
            {command === '' ? null : <code className="block break-all">{command}</code>}
          </li>
        )
      })}
    </ul>
  )
}
