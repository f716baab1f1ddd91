import { Digest, Pointer } from '@/components/ui/pointer'
import { Reasons } from '@/components/ui/reason'
import { Signal } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import type { AskDto } from '@/lib/queries/gate-page'
import type { CriterionDto, GateDto, PointerDto } from '@/lib/queries/gates'
import { criterionLight } from './lights'

interface Props {
  gate: GateDto
  zone: string
  asks: readonly AskDto[]
  base: string
}

/** The board of a gate: a row a criterion, its own first, then those that every gate carries. */
export function CriteriaTable({ gate, zone, asks, base }: Props) {
  const own = gate.criteria.filter(({ standing }) => !standing)
  const standing = gate.criteria.filter((criterion) => criterion.standing)
  return (
    <div className="scrolls">
      <table className="facts stacks [&_:is(td,th)]:align-top! w-full sm:min-w-[720px]">
        <caption className="sr-only">{gate.title}: criteria</caption>
        <thead>
          <tr>
            <th scope="col" className="w-24">
              State
            </th>
            <th scope="col">Criterion</th>
            <th scope="col">Why, and what would meet it</th>
            <th scope="col">Rests on</th>
          </tr>
        </thead>
        <tbody>
          {own.map((criterion) => (
            <Row key={criterion.id} criterion={criterion} gate={gate} zone={zone} asks={asks} base={base} />
          ))}
          <tr>
            <th colSpan={4} scope="colgroup" className="pt-4 text-soft">
              Every gate asks besides
            </th>
          </tr>
          {standing.map((criterion) => (
            <Row key={criterion.id} criterion={criterion} gate={gate} zone={zone} asks={asks} base={base} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const SHOWN = 4

function Row({ criterion, gate, zone, asks, base }: Props & { criterion: CriterionDto }) {
  const { light, word } = criterionLight(criterion.state)
  const own = asks.filter((ask) => ask.criterion === criterion.id)
  return (
    <tr id={criterion.id}>
      <td className="pt-1.5">
        <Signal light={light} word={word} />
      </td>
      <th scope="row" className="max-w-xs py-1.5 font-normal text-ink">
        {criterion.text}
        {criterion.standing ? null : <code className="block text-soft">{criterion.id}</code>}
        {own.map((ask) => (
          <AskWords key={`${ask.kind} ${ask.roleTitles.join()}`} ask={ask} base={base} />
        ))}
      </th>
      <td className="max-w-md py-1.5">
        <Some items={criterion.reasons} words="more">
          {(some) => <Reasons reasons={some} />}
        </Some>
        {criterion.toMeet.length === 0 ? null : (
          <details className="mt-1">
            <summary className="cursor-pointer text-link">What would meet it</summary>
            <Reasons reasons={criterion.toMeet} />
          </details>
        )}
      </td>
      <td className="py-1.5">
        <Some items={criterion.evidence} words="more">
          {(some) => (
            <ul className="flex flex-col gap-1">
              {some.map((pointer) => (
                <PointerItem
                  key={`${pointer.kind} ${pointer.id} ${pointer.label}`}
                  pointer={pointer}
                  now={gate.asOf}
                  zone={zone}
                />
              ))}
            </ul>
          )}
        </Some>
      </td>
    </tr>
  )
}

/** The first few; the rest one click away. */
function Some<T>({
  items,
  words,
  children,
}: {
  items: readonly T[]
  words: string
  children: (some: readonly T[]) => React.ReactNode
}) {
  const rest = items.slice(SHOWN)
  return (
    <>
      {items.length === 0 ? null : children(items.slice(0, SHOWN))}
      {rest.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer text-link">
            {rest.length} {words}
          </summary>
          {children(rest)}
        </details>
      )}
    </>
  )
}

function AskWords({ ask, base }: { ask: AskDto; base: string }) {
  const act = ask.kind === 'attested' ? 'Attest' : 'Enter a record'
  return (
    <span className="no-print mt-1 block">
      {ask.roles.length === 0 ? (
        <span className="text-soft">
          For the {ask.roleTitles.join(' or ')} to {ask.kind === 'attested' ? 'attest' : 'enter'}.
        </span>
      ) : (
        <a href={`${base}?say=${ask.criterion}`}>
          {act}
          <span className="sr-only"> {ask.criterion}</span>
        </a>
      )}
    </span>
  )
}

function PointerItem({ pointer, now, zone }: { pointer: PointerDto; now: string; zone: string }) {
  return (
    <li>
      {pointer.page === null ? pointer.label : <a href={pointer.page}>{pointer.label}</a>}
      {pointer.at === null ? null : (
        <span className="text-soft">
          , <Ago at={pointer.at} now={now} zone={zone} />
        </span>
      )}
      {pointer.uri === null ? null : (
        <details className="inline-block">
          <summary className="ml-2 cursor-pointer text-link">
            artifact<span className="sr-only">: {pointer.label}</span>
          </summary>
          <Pointer uri={pointer.uri} /> {pointer.sha256 === null ? null : <Digest hex={pointer.sha256} />}
          {pointer.command === null ? null : <code className="block">{pointer.command}</code>}
        </details>
      )}
    </li>
  )
}
