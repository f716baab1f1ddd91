import { Digest, Pointer } from '@/components/ui/pointer'
import { Ago, Moment } from '@/components/ui/time'
import type { AttestationDto } from '@/lib/queries/gate-page'

interface Props {
  list: readonly AttestationDto[]
  zone: string
  now: string
  base: string
}

/** What people said of a gate, newest first; withdrawn ones stay to be seen. */
export function Attestations({ list, zone, now, base }: Props) {
  if (list.length === 0) return null
  return (
    <section className="mt-8" aria-labelledby="attestations">
      <h2 id="attestations">Attestations and records</h2>
      <ul>
        {list.map((one) => (
          <li key={one.id} id={`attestation-${one.id}`} className="border-t border-rule py-2">
            <p>
              <span className={one.withdrawal === null ? '' : 'line-through'}>
                <code>{one.criterion}</code>
                {one.record === null ? null : `, ${one.record}`}
              </span>
              , by {one.person} as {one.roleTitle}, <Ago at={one.at} now={now} zone={zone} />
            </p>
            <ul className="mt-1">
              {one.evidence.map((pointer) => (
                <li key={`${pointer.shows} ${pointer.uri}`}>
                  {pointer.shows === null ? null : <span className="text-soft">{pointer.shows}: </span>}
                  <Pointer uri={pointer.uri} /> {pointer.sha256 === null ? null : <Digest hex={pointer.sha256} />}
                </li>
              ))}
            </ul>
            {one.command === null ? null : <pre className="mt-1 scrolls whitespace-pre-wrap">{one.command}</pre>}
            {one.withdrawal === null ? null : (
              <p className="mt-1">
                Withdrawn by {one.withdrawal.by}, <Moment at={one.withdrawal.at} zone={zone} />: {one.withdrawal.reason}
              </p>
            )}
            {one.mayWithdraw ? (
              <p className="no-print mt-1">
                <a href={`${base}?withdraw=${one.id}`}>
                  Withdraw
                  <span className="sr-only">
                    {' '}
                    {one.criterion}, number {one.id}
                  </span>
                </a>
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
