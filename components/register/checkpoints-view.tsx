import { buttonClass } from '@/components/ui/form'
import { Digest } from '@/components/ui/pointer'
import { Signal } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import type { CheckpointsDto, SignedCheckpointDto } from '@/lib/queries/register/checkpoints'

interface Props {
  program: string
  list: CheckpointsDto
  page: number
  now: string
  zone: string
}

/** The checkpoints, newest first. Any two can be held against each other. */
export function CheckpointsView({ program, list, page, now, zone }: Props) {
  const { rows, more, compared } = list
  if (rows.length === 0) {
    return (
      <p className="mt-4 max-w-2xl">
        There is no checkpoint yet. The sealer signs one within seconds of the first entry; if none comes, the top of
        this page says why.
      </p>
    )
  }
  const [newest, before] = rows
  return (
    <>
      {compared === null ? null : <Comparison compared={compared} />}
      <form method="get" className="mt-3">
        {page === 1 ? null : <input type="hidden" name="page" value={page} />}
        <section className="scrolls" aria-label="Checkpoints" tabIndex={0}>
          <table className="facts">
            <thead>
              <tr>
                <th scope="col">Earlier</th>
                <th scope="col">Later</th>
                <th scope="col" className="figure">
                  Entries
                </th>
                <th scope="col">Root</th>
                <th scope="col">Signed</th>
                <th scope="col">Signatures</th>
                <th scope="col">Origin</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <input
                      type="radio"
                      className="accent-ink"
                      name="older"
                      value={row.id}
                      defaultChecked={row.id === (compared?.older.id ?? before?.id ?? newest?.id)}
                      aria-label={`${row.size} entries, the earlier`}
                    />
                  </td>
                  <td>
                    <input
                      type="radio"
                      className="accent-ink"
                      name="newer"
                      value={row.id}
                      defaultChecked={row.id === (compared?.newer.id ?? newest?.id)}
                      aria-label={`${row.size} entries, the later`}
                    />
                  </td>
                  <td className="figure">{row.size}</td>
                  <td>
                    <Digest hex={row.root} />
                  </td>
                  <td>
                    <Ago at={row.signedAt} now={now} zone={zone} />
                  </td>
                  <td>
                    <Signatures row={row} />
                  </td>
                  <td>
                    <code className="whitespace-nowrap">{row.origin}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        <p className="no-print mt-3 flex items-center gap-5">
          {rows.length > 1 || page > 1 ? (
            <button type="submit" className={buttonClass('main')}>
              Compare the two
            </button>
          ) : (
            <span className="text-soft">Two can be compared once there is a second.</span>
          )}
          <Pages program={program} page={page} more={more} />
        </p>
      </form>
    </>
  )
}

function Signatures({ row: { signedBy } }: { row: SignedCheckpointDto }) {
  if (signedBy.length === 0) return <Signal light="stop" word="does not hold" />
  return (
    <span className="whitespace-nowrap">
      <Signal light="clear" word={signedBy.length > 1 ? 'both hold' : 'holds'} />{' '}
      <code className="text-soft">{signedBy.join(', ')}</code>
    </span>
  )
}

function Pages({ program, page, more }: { program: string; page: number; more: boolean }) {
  const href = (to: number): string => `/${program}/register/checkpoints?page=${to}`
  return (
    <>
      {page > 1 ? <a href={href(page - 1)}>Newer</a> : null}
      {page > 1 || more ? <span>page {page}</span> : null}
      {more ? <a href={href(page + 1)}>Older</a> : null}
    </>
  )
}

function Comparison({ compared }: { compared: NonNullable<CheckpointsDto['compared']> }) {
  const { from, to, path, holds } = compared
  const same = from.size === to.size
  return (
    <section className="mt-4 max-w-3xl border-l-2 border-ink pl-4" aria-label="Comparison">
      <Signal
        light={holds ? 'clear' : 'stop'}
        word={holds ? (same ? 'The same tree' : 'The later one begins with the earlier one') : 'They do not agree'}
      />
      <p className="mt-1">
        {holds
          ? `The tree of ${to.size} entries holds the ${from.size} entries of the earlier checkpoint unchanged, in their places. ${
              same ? '' : `The ${path.length} hashes below lead to both signed roots (RFC 6962, section 2.1.2).`
            }`
          : `The stored tree does not lead to both signed roots: what was signed at ${from.size} entries is not the beginning of what was signed at ${to.size}. Run npx signalbox register check.`}
      </p>
      <dl className="mt-2 grid grid-cols-[110px_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="text-soft">Root at {from.size}</dt>
        <dd>
          <code className="break-all">{from.root}</code>
        </dd>
        {path.map((hash, index) => (
          <Hash key={hash} index={index} hash={hash} />
        ))}
        <dt className="text-soft">Root at {to.size}</dt>
        <dd>
          <code className="break-all">{to.root}</code>
        </dd>
      </dl>
    </section>
  )
}

function Hash({ index, hash }: { index: number; hash: string }) {
  return (
    <>
      <dt className="text-soft">{index + 1}</dt>
      <dd>
        <code className="break-all">{hash}</code>
      </dd>
    </>
  )
}
