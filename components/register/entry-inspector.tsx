import { Inspector } from '@/components/ui/inspector'
import { Signal } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import type { EntryDetailDto } from '@/lib/queries/register/entries'
import { EntryFacts } from './entry-facts'

interface Props {
  program: string
  zone: string
  entry: EntryDetailDto
  closeHref: string
}

/** One entry: what it says, its digest, and the proof that it stands in the newest checkpoint's tree. */
export function EntryInspector({ program, zone, entry, closeHref }: Props) {
  return (
    <Inspector title={`Entry ${entry.id}`} closeHref={closeHref}>
      <dl className="grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        <dt className="text-soft">Type</dt>
        <dd>
          <code>{entry.type}</code>
        </dd>
        <dt className="text-soft">Time</dt>
        <dd>
          <Moment at={entry.at} zone={zone} />
        </dd>
        <dt className="text-soft">By</dt>
        <dd>
          {entry.actorName} <code className="break-all text-soft">{entry.actor}</code>
        </dd>
        <dt className="text-soft">Concerns</dt>
        <dd>{entry.installation ? 'the whole installation' : 'this program'}</dd>
        {entry.people.map(({ id, name }) => (
          <Person key={id} program={program} id={id} name={name} />
        ))}
      </dl>
      <h3 className="mt-4">What it says</h3>
      <EntryFacts facts={entry.facts} zone={zone} />
      <h3 className="mt-4">Payload</h3>
      <p className="text-soft">
        Digest of the entry, SHA-256 <code className="break-all text-ink">{entry.digest}</code>
      </p>
      <pre className="mt-1 border border-rule bg-panel p-2 break-all whitespace-pre-wrap">{pretty(entry.payload)}</pre>
      <Proof entry={entry} />
    </Inspector>
  )
}

function Person({ program, id, name }: { program: string; id: string; name: string }) {
  return (
    <>
      <dt className="text-soft">Person</dt>
      <dd>
        <a href={`/${program}/people?person=${id}`}>{name}</a> <code className="break-all text-soft">{id}</code>
      </dd>
    </>
  )
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    return payload
  }
}

function Proof({ entry: { proof, leaf } }: { entry: EntryDetailDto }) {
  if (proof === null) {
    return (
      <>
        <h3 className="mt-4">Proof</h3>
        <p>
          <Signal light="nodata" word={leaf === null ? 'waits for its leaf' : `leaf ${leaf}, not signed yet`} />
        </p>
        <p className="text-soft">The sealer comes every second. If this stays, the top of the page says why.</p>
      </>
    )
  }
  const { checkpoint, holds, hash, path } = proof
  return (
    <>
      <h3 className="mt-4">Proof</h3>
      <p>
        <Signal light={holds ? 'clear' : 'stop'} word={holds ? 'in the signed tree' : 'the proof does not hold'} />
      </p>
      <p className="mt-1">
        Leaf {proof.leaf} of {checkpoint.size}. With the hashes below, its hash leads to the root that the checkpoint
        signs (RFC 6962, section 2.1.1).
      </p>
      <dl className="mt-2 grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1.5">
        <dt className="text-soft">Leaf hash</dt>
        <dd>
          <code className="break-all">{hash}</code>
        </dd>
        {path.map((one, index) => (
          <Step key={one} index={index} hash={one} />
        ))}
        <dt className="text-soft">Root</dt>
        <dd>
          <code className="break-all">{checkpoint.root}</code>
        </dd>
      </dl>
      <h3 className="mt-4">Checkpoint</h3>
      <pre className="mt-1 border border-rule bg-panel p-2 break-all whitespace-pre-wrap">{checkpoint.note}</pre>
    </>
  )
}

function Step({ index, hash }: { index: number; hash: string }) {
  return (
    <>
      <dt className="text-soft">{index + 1}</dt>
      <dd>
        <code className="break-all">{hash}</code>
      </dd>
    </>
  )
}
