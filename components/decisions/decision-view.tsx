import { buttonClass } from '@/components/ui/form'
import { Live } from '@/components/ui/live'
import { Signal } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import type { FormState } from '@/lib/http/form'
import type { DecisionDto } from '@/lib/queries/decision-dto'
import { SealPacket, Withdraw } from './acts'
import { Asked } from './asked-section'
import { PacketDocumentView } from './packet-document'
import type { VoteActs } from './vote-form'
import { Votes } from './votes'
import { Voting } from './voting'
import { Clock, isOpen, standing } from './words'

type Act = (state: FormState, form: FormData) => Promise<FormState>

interface Props {
  decision: DecisionDto
  seal: Act
  withdraw: Act
  vote: VoteActs
}

/** One decision: how it stands, the packet to be read, the votes, and what the reader may do. */
export function DecisionView({ decision, seal, withdraw, vote }: Props) {
  const { number, title, kindTitle, proposer, proposedAt, zone, now, question, packet, may } = decision
  return (
    <>
      {isOpen(decision) ? <Live /> : null}
      <div className="no-print">
        <p className="text-soft">
          <a href={`/${decision.program}/decisions`}>Decisions</a> / {kindTitle}
        </p>
        <h1>
          D-{number} {title}
        </h1>
        <p className="flex flex-wrap items-center gap-x-5 gap-y-1" aria-live="polite">
          <Signal {...standing(decision)} large />
          <span className="text-soft">
            proposed by {proposer.name}, <Moment at={proposedAt} zone={zone} />
          </span>
          <Clock decision={decision} now={now} zone={zone} />
        </p>
        <Changed decision={decision} />
        {/* On a narrow screen the packet is met before the votes on it, and they are one step away. */}
        <div className="mt-2 xl:hidden">
          <a href="#votes" className={buttonClass(decision.mySeats.length > 0 ? 'main' : 'plain')}>
            {decision.mySeats.length > 0 ? 'Vote' : 'Votes and acts'}
          </a>
        </div>
      </div>
      <div className="mt-5 grid grid-cols-1 gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_400px]">
        <div className="min-w-0">
          {packet === null ? (
            <section>
              <h2>Decision asked</h2>
              <p className="mt-1 text-base font-medium">{question}</p>
              <p className="mt-2 max-w-3xl whitespace-pre-line">{decision.recommendation}</p>
              <h3 className="mt-4">What is asked, exactly</h3>
              <Asked kind={decision.kind} input={decision.input} zone={zone} names={decision.names} />
              <p className="mt-4 text-soft">
                Its packet is made when it is sealed: until then nothing is frozen and nobody can sign.
              </p>
            </section>
          ) : (
            <PacketDocumentView decision={decision} packet={packet} />
          )}
        </div>
        <aside
          id="votes"
          tabIndex={-1}
          className="no-print min-w-0 scroll-mt-4 focus-visible:outline-none"
          aria-label="Votes and acts"
        >
          <h2>Votes</h2>
          <p className="text-soft">{decision.tally.reasons.join(' ')}</p>
          <Votes decision={decision} />
          <Voting decision={decision} acts={vote} />
          {decision.whyNotMe === null || !isOpen(decision) ? null : (
            <p className="mt-3 text-soft">{decision.whyNotMe}</p>
          )}
          {may.seal ? <SealPacket decision={decision} seal={seal} /> : null}
          {may.withdraw ? (
            <div className="mt-4">
              <Withdraw decision={decision} withdraw={withdraw} />
            </div>
          ) : null}
          <Downloads decision={decision} />
          <History decision={decision} />
        </aside>
      </div>
    </>
  )
}

/** Why old votes count no more, or will not once the next one comes. */
function Changed({ decision }: { decision: DecisionDto }) {
  const { state, changedSinceSeal, history } = decision
  const stale = state === 'stale' ? history.findLast(({ type }) => type === 'stale') : undefined
  const changes = stale?.changes ?? changedSinceSeal
  if (changes.length === 0 && stale === undefined) return null
  return (
    <div role="status" className="mt-3 max-w-3xl border-l-2 border-stop pl-3">
      <p className="font-medium">
        {stale === undefined
          ? 'What was sealed no longer holds: the next vote will find it stale.'
          : 'Stale: what was sealed no longer holds, and its votes count no more. It has to be sealed anew.'}
      </p>
      <ul className="list-inside list-disc">
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </div>
  )
}

function Downloads({ decision }: { decision: DecisionDto }) {
  const { program, packets, packet, state } = decision
  if (packets.length === 0) return null
  return (
    <section className="mt-6">
      <h2>Packets</h2>
      <ul>
        {packets.map(({ id, round, sha256 }) => (
          <li key={id}>
            <a href={`/${program}/packets/${id}.json`} download>
              Round {round}, JSON
            </a>{' '}
            <code title={sha256} className="text-soft">
              {sha256.slice(0, 12)}…
            </code>
          </li>
        ))}
      </ul>
      {state === 'decided' && packet !== null ? (
        <p>
          <a href={`/${program}/packets/${packet.id}.bundle.json`} download>
            Bundle
          </a>
          <span className="text-soft">: packet, votes and proofs, to be verified by anyone</span>
        </p>
      ) : null}
    </section>
  )
}

function History({ decision: { history, zone } }: { decision: DecisionDto }) {
  return (
    <section className="mt-6">
      <h2>History</h2>
      <ol>
        {history.map(({ type, at, text, changes }) => (
          <li key={`${type} ${at} ${text}`} className="border-b border-rule py-1 [overflow-wrap:anywhere]">
            {text}
            {changes.map((change) => (
              <span key={change} className="block border-l-2 border-rule pl-2">
                {change}
              </span>
            ))}
            <span className="block text-soft">
              <Moment at={at} zone={zone} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
