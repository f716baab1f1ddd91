import type { TrustDto } from '@/lib/queries/register/trust'

/** Whom a verifier is to trust, and the file that says so. */
export function TrustView({ program, trust }: { program: string; trust: TrustDto }) {
  return (
    <div className="mt-4 max-w-3xl">
      <p>
        Whoever checks a bundle offline needs this file, by another way than the bundle: it says which keys sign this
        register, and on which site and RP id its passkeys are used. A bundle cannot vouch for itself.
      </p>
      <p className="mt-3">
        <a href={`/${program}/register/trust.json`} download>
          Download the trust file
        </a>
        , SHA-256 <code className="break-all">{trust.digest}</code>
      </p>
      <pre className="mt-2 border border-rule bg-panel p-3 break-words whitespace-pre-wrap">
        npx signalbox verify bundle.json --trust signalbox-trust.json
      </pre>
      <h2 className="mt-5">Keys of the register</h2>
      {trust.registers.map(({ origin, current, keys }) => (
        <section key={origin} className="mt-2" aria-label={origin}>
          <h3>
            <code>{origin}</code>{' '}
            <span className="font-normal text-soft">{current ? 'signs now' : 'closed by a restore'}</span>
          </h3>
          {keys.length === 0 ? (
            <p className="text-soft">No key yet. The sealer enters it with the first entries.</p>
          ) : null}
          <ul>
            {keys.map(({ vkey, hash, current: signs }) => (
              <li key={vkey} className="border-b border-rule py-1.5">
                <code>{hash}</code>{' '}
                <span className="text-soft">{signs && current ? 'signs now' : 'signed before'}</span>
                <code className="block break-all text-soft">{vkey}</code>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <h2 className="mt-5">Passkeys</h2>
      <dl className="mt-1 grid grid-cols-[88px_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="text-soft">Site</dt>
        <dd>
          <code>{trust.webOrigins.join(', ')}</code>
        </dd>
        <dt className="text-soft">RP id</dt>
        <dd>
          <code>{trust.rpIds.join(', ')}</code>
        </dd>
      </dl>
    </div>
  )
}
