'use client'

import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { type SubmitEvent, useActionState, useRef, useState } from 'react'
import { FormMessage, faultAt, nothingYet } from '@/components/ui/action-form'
import { Question } from '@/components/ui/dialog'
import { buttonClass, Select, TextArea } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'
import type { DecisionDto, MySeatDto } from '@/lib/queries/decision-dto'

/** A statement to be signed, or what is wrong with the asking. */
export type Begun =
  | { refused: FormState }
  | {
      refused: null
      nonce: string
      /** What the browser asks the authenticator for; null where the session alone signs. */
      options: PublicKeyCredentialRequestOptionsJSON | null
    }

export interface VoteActs {
  begin: (form: FormData) => Promise<Begun>
  cast: (nonce: string, answer: AuthenticationResponseJSON | null) => Promise<FormState>
}

interface Props {
  decision: DecisionDto
  seat: MySeatDto
  acts: VoteActs
  /** The rationale of an earlier round that was not stored. */
  written: string | undefined
  /** Hears what came of it: this form goes with its seat. */
  told: (state: FormState) => void
}

/** What the browser holds back before anything is sent. */
interface Held {
  /** The rationale of a rejection that no key asks about: it is asked once more. */
  rejecting: string | null
  /** What is wrong with the rationale. */
  fault: string | undefined
}

const nothingHeld: Held = { rejecting: null, fault: undefined }

/** Signs one seat's vote: the statement in words, the rationale, and a button for each vote. */
export function VoteForm({ decision, seat, acts, written, told }: Props) {
  const { packet, signatures } = decision
  const [held, setHeld] = useState(nothingHeld)
  const rejection = useRef<HTMLButtonElement>(null)
  const [state, action, pending] = useActionState(async (_: FormState, form: FormData): Promise<FormState> => {
    const outcome = await voted(acts, form)
    told(outcome)
    return outcome
  }, nothingYet)
  if (packet === null) return null
  const title = seat.seat.title
  const name = `${seat.seat.role}-${seat.deputyOf?.user ?? ''}`
  const hold = (event: SubmitEvent<HTMLFormElement>): void => {
    const holds = heldBack(event.currentTarget, event.nativeEvent.submitter)
    setHeld(holds)
    if (holds === nothingHeld) return
    event.preventDefault()
    if (holds.fault !== undefined) event.currentTarget.querySelector('textarea')?.focus()
  }
  return (
    <form
      id={`vote-${name}`}
      action={action}
      onSubmit={hold}
      className="mt-3 flex flex-col gap-3 border-t border-rule pt-3"
    >
      <h3>
        Your vote as {title}
        {seat.deputyOf === null ? '' : `, for ${seat.deputyOf.name}`}
        {seat.tieBreak ? ', which breaks the tie' : ''}
      </h3>
      <p className="text-soft">
        You sign: decision D-{decision.number}, round {packet.round}, the packet with SHA-256{' '}
        <code className="break-all">{packet.sha256}</code>, as {title}
        {seat.deputyOf === null ? '' : `, standing in for ${seat.deputyOf.name}`}, your vote and your rationale
        {seat.tieBreak ? ', and the votes before yours' : ''}. It cannot be taken back.{' '}
        {signatures === 'session' ? <SessionNote passkeys={seat.credentials.length > 0} /> : null}
      </p>
      <FormMessage state={state} fields={['rationale', 'key']} />
      <input type="hidden" name="seat" value={seat.seat.role} />
      <input type="hidden" name="deputyOf" value={seat.deputyOf?.user ?? ''} />
      <KeyChoice seat={seat} signatures={signatures} state={state} />
      <TextArea
        id={`rationale-${name}`}
        name="rationale"
        label="Rationale"
        hint="Why; it is kept with the vote, and its digest is signed"
        defaultValue={state.typed.rationale ?? written}
        fault={held.fault ?? faultAt(state, 'rationale')}
        aria-required
      />
      <div className="flex flex-wrap gap-3">
        <button type="submit" name="vote" value="approve" disabled={pending} className={buttonClass('main')}>
          Sign as {title}: approve{pending ? ' …' : ''}
        </button>
        <button
          ref={rejection}
          type="submit"
          name="vote"
          value="reject"
          disabled={pending}
          className={buttonClass('danger')}
        >
          Sign as {title}: reject
        </button>
      </div>
      <Question
        open={held.rejecting !== null}
        close={() => setHeld(nothingHeld)}
        title={`Reject D-${decision.number} ${decision.title}?`}
        back={rejection}
        act={
          <button
            type="submit"
            form={`vote-${name}`}
            name="vote"
            value="reject"
            data-sure
            className={buttonClass('danger')}
          >
            Sign as {title}: reject
          </button>
        }
      >
        <p>{consequence(decision)}</p>
        <p>No key asks you: your session signs, and the vote is attested by the operator alone.</p>
        <p className="[overflow-wrap:anywhere]">You write: “{held.rejecting}”</p>
      </Question>
    </form>
  )
}

/**
 * What must not be sent as it stands: a vote without a rationale, and a rejection that the session alone signs and that
 * was not asked about. A passkey asks by itself.
 */
function heldBack(form: HTMLFormElement, submitter: HTMLElement | null): Held {
  const data = new FormData(form, submitter)
  const rationale = text(data, 'rationale').trim()
  if (rationale === '') return { rejecting: null, fault: 'Say why: the rationale is kept with the vote.' }
  const unasked = text(data, 'vote') === 'reject' && text(data, 'key') === '' && submitter?.dataset.sure === undefined
  return unasked ? { rejecting: rationale, fault: undefined } : nothingHeld
}

/** What a rejection does, as the rule has it. */
function consequence({ rule }: DecisionDto): string {
  const final = 'A vote is final: nobody can take it back.'
  if (rule.unanimous || rule.seats.length === 1) return `${final} This one ends the decision as rejected.`
  return final
}

function SessionNote({ passkeys }: { passkeys: boolean }) {
  return (
    <>
      Session signatures are taken here: without a key your vote is attested by the operator alone
      {passkeys ? '' : ', and you have none that counts'}.
    </>
  )
}

/** Which key signs: it stands in the statement, so it is chosen before. */
function KeyChoice({ seat, signatures, state }: Pick<Props, 'seat'> & { signatures: string; state: FormState }) {
  const { credentials } = seat
  if (signatures === 'passkey' && credentials.length === 1) {
    return <input type="hidden" name="key" value={credentials[0]} />
  }
  if (credentials.length === 0) return <input type="hidden" name="key" value="" />
  return (
    <Select
      id={`key-${seat.seat.role}-${seat.deputyOf?.user ?? ''}`}
      name="key"
      label="Sign with"
      fault={faultAt(state, 'key')}
      defaultValue={state.typed.key ?? credentials[0]}
    >
      {credentials.map((id) => (
        <option key={id} value={id}>
          passkey {id.slice(0, 12)}…
        </option>
      ))}
      {signatures === 'session' ? <option value="">no key: attested by the operator</option> : null}
    </Select>
  )
}

/** A vote from the asking for its statement to its storing, with what was typed where it is not stored. */
async function voted(acts: VoteActs, form: FormData): Promise<FormState> {
  const typed = { rationale: text(form, 'rationale'), key: text(form, 'key') }
  try {
    const begun = await acts.begin(form)
    if (begun.refused !== null) return { ...begun.refused, typed }
    const answer = begun.options === null ? null : await asked(begun.options)
    const done = await acts.cast(begun.nonce, answer)
    return done.done ? done : { ...done, typed }
  } catch (error) {
    return { done: false, message: refusalOf(error), faults: [], typed }
  }
}

async function asked(optionsJSON: PublicKeyCredentialRequestOptionsJSON): Promise<AuthenticationResponseJSON> {
  const { startAuthentication } = await import('@simplewebauthn/browser')
  return startAuthentication({ optionsJSON })
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** Why the browser signed nothing, in words. */
function refusalOf(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError') return 'The key was not used in time, or refused. Nothing was signed.'
  return `Nothing was signed: ${error instanceof Error ? error.message : 'the browser could not ask for the key.'}`
}
