import { Reasons } from '@/components/ui/reason'
import { Signal } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import type { FormState } from '@/lib/http/form'
import type { GatePageDto } from '@/lib/queries/gate-page'
import { Attestations } from './attestations'
import { CriteriaTable } from './criteria-table'
import { gateLight } from './lights'
import { Promote } from './promote'
import { SayPanel, WithdrawPanel } from './say-panel'

interface Props {
  program: string
  page: GatePageDto
  /** The criterion that someone speaks to, and the attestation they take back. */
  say: string | null
  withdraw: number | null
  act: (state: FormState, form: FormData) => Promise<FormState>
}

/** One gate as a departure board: what is met, what is not, and what would let the train go. */
export function GateView({ program, page, say, withdraw, act }: Props) {
  const { gate, other, zone } = page
  const base = `/${program}/gates/${gate.phase}/${gate.gate}`
  const { light, word } = gateLight(gate)
  const ask = page.asks.find(({ criterion, roles }) => criterion === say && roles.length > 0)
  const taken = page.attestations.find(({ id, mayWithdraw }) => id === withdraw && mayWithdraw)
  return (
    <>
      <p className="no-print text-soft">
        <a href={`/${program}/gates`}>Gates</a>
      </p>
      <h1>{gate.title}</h1>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <Signal light={light} word={word} large />
        <p className="max-w-2xl">
          {gate.summary}
          {page.place === 'passed'
            ? ' The program has gone through this gate; this is how it would stand today.'
            : null}
        </p>
      </div>
      {page.promote === null ? null : <Promote program={program} promotion={page.promotion} promote={page.promote} />}
      <div className="mt-4">
        <CriteriaTable gate={gate} zone={zone} asks={page.asks} base={base} />
      </div>
      <Head page={page} />
      {other === null ? null : (
        <section className="mt-8" aria-labelledby="other">
          <h2 id="other">
            The other half of {page.promotion}:{' '}
            <a href={`/${program}/gates/${other.phase}/${other.gate}`} className="underline">
              {other.title}
            </a>
          </h2>
          <p className="mt-1 flex items-center gap-3">
            <Signal {...gateLight(other)} /> {other.summary}
          </p>
          <Missing gate={other} />
        </section>
      )}
      <Attestations list={page.attestations} zone={zone} base={base} now={gate.asOf} />
      {ask === undefined ? null : (
        <SayPanel
          key={ask.criterion}
          ask={ask}
          text={gate.criteria.find(({ id }) => id === say)?.text ?? ''}
          act={act}
          closeHref={base}
        />
      )}
      {taken === undefined ? null : <WithdrawPanel key={taken.id} attestation={taken} act={act} closeHref={base} />}
    </>
  )
}

function Missing({ gate }: { gate: GatePageDto['gate'] }) {
  const open = gate.criteria.filter(({ state }) => state === 'unmet' || state === 'no_data')
  if (open.length === 0) return null
  return (
    <ul className="mt-2 flex flex-col gap-2">
      {open.map(({ id, text, reasons }) => (
        <li key={id}>
          {text}
          <Reasons reasons={reasons.slice(0, 2)} />
        </li>
      ))}
    </ul>
  )
}

function Head({ page: { gate, zone } }: { page: GatePageDto }) {
  return (
    <dl className="mt-4 grid grid-cols-[128px_minmax(0,1fr)] gap-y-1 text-soft">
      <dt>Judged as of</dt>
      <dd>
        <Moment at={gate.asOf} zone={zone} />, revision {gate.revision}
      </dd>
      <dt>Release candidate</dt>
      <dd>{gate.releaseCandidate ?? 'none yet'}</dd>
      <dt>Judgement</dt>
      <dd>
        <code className="break-all">{gate.judgement}</code>
        <span className="block text-xs">
          What a decision on this gate would be bound to: it moves with a state, not with the clock or another passing
          run.
        </span>
      </dd>
      <dt>Whole report</dt>
      <dd>
        <code className="break-all">{gate.digest}</code>
      </dd>
    </dl>
  )
}
