import { Signal } from '@/components/ui/signal'
import { Ago, Moment } from '@/components/ui/time'
import type { KeyDto, KeysDto } from '@/lib/queries/keys'
import { type EnrolActs, EnrolKey } from './enrol-key'
import { type ChangeKeys, ConfirmKey, RenameKey, RevokeKey } from './key-row'
import { WrongAddress } from './wrong-address'

interface Props {
  keys: KeysDto
  enrolment: EnrolActs
  change: ChangeKeys
}

/** The keys that one signs votes with, and those that wait for one's confirmation. */
export function KeysView({ keys, enrolment, change }: Props) {
  const { program, mine, toConfirm, others, signatures } = keys
  return (
    <>
      <h1>Your keys</h1>
      <p className="max-w-3xl text-soft">
        A vote is signed by a passkey: a security key, a phone or this computer, which asks for your finger, face or
        PIN. A key counts once someone else has confirmed it in this program.{' '}
        {signatures === 'session' ? 'Votes without one are taken here as well, attested by the operator. ' : ''}
        {votesWords(keys)}
      </p>
      {toConfirm.length === 0 ? null : <ToConfirm keys={keys} change={change} />}
      <div className="mt-6 grid grid-cols-1 gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_380px]">
        <section aria-labelledby="mine">
          <h2 id="mine">Enrolled</h2>
          {mine.length === 0 ? (
            <p className="mt-1 text-soft">None yet. Enrol two, so that a lost one stops nothing.</p>
          ) : (
            <ul className="mt-1">
              {mine.map((key) => (
                <li key={key.id} className="border-b border-rule py-2">
                  <Key passkey={key} keys={keys} change={change} own />
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-labelledby="new" className="max-xl:order-first">
          <h2 id="new">New key</h2>
          <p className="mt-1 text-soft">
            Enrol it with {confirmersWords(keys.confirmers)} beside you: they confirm that they saw it was yours.
          </p>
          <WrongAddress origin={keys.origin} />
          <EnrolKey {...enrolment} />
        </section>
      </div>
      {others.length === 0 ? null : (
        <section aria-labelledby="others" className="mt-8">
          <h2 id="others">Keys of others</h2>
          <p className="text-soft">As an administrator you may revoke one that is lost or suspected.</p>
          <ul className="mt-1">
            {others.map((key) => (
              <li key={key.id} className="border-b border-rule py-2">
                <Key passkey={key} keys={keys} change={change} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="mt-8 text-soft">
        Who holds which role, and who stands in for whom:{' '}
        <a className="underline" href={`/${program}/people`}>
          People
        </a>
        .
      </p>
    </>
  )
}

function votesWords({ votesAs, program }: KeysDto): React.ReactNode {
  if (votesAs.length > 0) return `You are asked for votes as ${listWords(votesAs)}.`
  return (
    <>
      You hold no role that votes in <code>{program}</code>; a key is of use once you do.
    </>
  )
}

function confirmersWords(confirmers: readonly string[]): string {
  if (confirmers.length === 0) return 'an administrator (this installation has no other than you)'
  if (confirmers.length > 4) return `${confirmers.slice(0, 3).join(', ')} or another who may confirm it`
  return listWords(confirmers, 'or')
}

const listWords = (words: readonly string[], last = 'and'): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`

function ToConfirm({ keys: { toConfirm, now, zone, delayHours }, change }: { keys: KeysDto; change: ChangeKeys }) {
  return (
    <section aria-labelledby="to-confirm" className="mt-6 max-w-3xl border-l-2 border-caution pl-3">
      <h2 id="to-confirm">Waiting for your confirmation</h2>
      <p className="text-soft">
        Confirm a key only if you saw its owner enrol it. The council is told, it is on the register, and it counts{' '}
        {delayHours === 0 ? 'at once' : `${delayHours} hours later`}.
      </p>
      <ul>
        {toConfirm.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-2">
            <span>
              {key.owner.name}: “{key.name}”
              <span className="block text-soft">
                {key.algorithm}, enrolled <Ago at={key.enrolledAt} now={now} zone={zone} />, id{' '}
                <code title={key.id}>{key.id.slice(0, 12)}…</code>
              </span>
            </span>
            <ConfirmKey passkey={key} change={change} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface KeyProps {
  passkey: KeyDto
  keys: KeysDto
  change: ChangeKeys
  own?: boolean
}

function Key({ passkey, keys: { zone, now, confirmers }, change, own = false }: KeyProps) {
  const { name, owner, state, confirmed, revoked, algorithm, enrolledAt, id } = passkey
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
      <div className="min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">{own ? name : `${owner.name}: ${name}`}</p>
        <p className="text-soft">
          {algorithm}, enrolled <Ago at={enrolledAt} now={now} zone={zone} />, id{' '}
          <code title={id}>{id.slice(0, 12)}…</code>
        </p>
        <p className="flex flex-wrap items-center gap-x-2">
          <State state={state} />
          <span className="text-soft">
            {state === 'waits' && own ? `Ask ${confirmersWords(confirmers)} to confirm it.` : null}
            {confirmed === null ? null : (
              <>
                confirmed by {confirmed.by}, <Moment at={confirmed.at} zone={zone} />
                {state === 'delayed' ? (
                  <>
                    ; counts from <Moment at={confirmed.countsFrom} zone={zone} />
                  </>
                ) : null}
              </>
            )}
            {revoked === null ? null : (
              <>
                {confirmed === null ? '' : '; '}revoked <Moment at={revoked.at} zone={zone} />: {revoked.reason}
              </>
            )}
          </span>
        </p>
      </div>
      {revoked === null ? (
        <div className="flex items-start gap-4">
          {own ? <RenameKey passkey={passkey} change={change} /> : null}
          <RevokeKey passkey={passkey} change={change} />
        </div>
      ) : null}
    </div>
  )
}

function State({ state }: { state: KeyDto['state'] }) {
  switch (state) {
    case 'counts':
      return <Signal light="clear" word="Counts" />
    case 'waits':
      return <Signal light="caution" word="Waits for confirmation" />
    case 'delayed':
      return <Signal light="caution" word="Confirmed, delay runs" />
    case 'revoked':
      return <Signal light="off" word="Revoked" />
  }
}
