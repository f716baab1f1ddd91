import { Moment } from '@/components/ui/time'
import type { PacketListDto } from '@/lib/queries/packets'

interface Props {
  program: string
  zone: string
  packets: readonly PacketListDto[]
}

/** Every sealed packet: its decision, its bytes to keep, and the bundle of one that was decided on. */
export function PacketList({ program, zone, packets }: Props) {
  return (
    <>
      <h1>Packets</h1>
      <p className="max-w-3xl text-soft">
        What was sealed, byte for byte. The SHA-256 of a downloaded file is the digest that was signed.
      </p>
      {packets.length === 0 ? (
        <p className="mt-3 text-soft">
          None yet. A packet is made when a{' '}
          <a className="underline" href={`/${program}/decisions`}>
            decision
          </a>{' '}
          is sealed.
        </p>
      ) : (
        <div role="group" aria-label="Sealed packets" tabIndex={0} className="mt-3 scrolls">
          <table className="facts stacks sm:min-w-[720px] [&_tbody_:is(td,th)]:align-top">
            <thead>
              <tr>
                <th scope="col">Decision</th>
                <th scope="col" className="figure">
                  Round
                </th>
                <th scope="col">Sealed</th>
                <th scope="col">SHA-256</th>
                <th scope="col">Stands</th>
                <th scope="col">File</th>
              </tr>
            </thead>
            <tbody>
              {packets.map(({ id, decision, title, round, sha256, sealedAt, state, outcome, decided }) => (
                <tr key={id}>
                  <th scope="row" className="font-normal text-ink">
                    <a href={`/${program}/decisions/${decision}`}>
                      D-{decision} {title}
                    </a>
                  </th>
                  <td className="figure">{round}</td>
                  <td>
                    <Moment at={sealedAt} zone={zone} />
                  </td>
                  <td>
                    <code title={sha256}>{sha256.slice(0, 16)}…</code>
                  </td>
                  <td>{decided ? outcome : state === 'decided' ? 'not decided on' : state}</td>
                  <td>
                    <a href={`/${program}/packets/${id}.json`} download>
                      JSON
                      <span className="sr-only">
                        {' '}
                        of D-{decision}, round {round}
                      </span>
                    </a>
                    {decided ? (
                      <a href={`/${program}/packets/${id}.bundle.json`} download className="ml-3">
                        Bundle<span className="sr-only"> of D-{decision}</span>
                      </a>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}
