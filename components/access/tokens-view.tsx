import { Ago, Moment } from '@/components/ui/time'
import type { FormState } from '@/lib/http/form'
import type { TokenDto } from '@/lib/queries/tokens'
import { type CreateTokenState, CreateToken } from './create-token'
import { RevokeToken } from './revoke-token'

interface Props {
  program: string
  zone: string
  now: string
  tokens: readonly TokenDto[]
  /** Where this installation answers. */
  origin: string
  create: (state: CreateTokenState, form: FormData) => Promise<CreateTokenState>
  revoke: (state: FormState, form: FormData) => Promise<FormState>
}

/** The tokens of a program: by them CI uploads, and programs read. */
export function TokensView({ program, zone, now, tokens, origin, create, revoke }: Props) {
  const standing = tokens.filter(({ revokedAt }) => revokedAt === null)
  const revoked = tokens.filter(({ revokedAt }) => revokedAt !== null)
  return (
    <>
      <h1>API tokens</h1>
      <p className="max-w-3xl text-soft">
        CI uploads its runs with one, and programs read with one. Only their digest is kept here; a token is shown once,
        when it is made. What they may ask for:{' '}
        <a className="underline" href="/reference">
          API reference
        </a>
        .
      </p>
      <div className="mt-6 grid grid-cols-1 gap-x-10 gap-y-8 xl:grid-cols-[minmax(0,1fr)_380px]">
        <section aria-labelledby="standing">
          <h2 id="standing">Standing</h2>
          {standing.length === 0 ? (
            <p className="mt-1 text-soft">
              None: CI cannot upload until there is one, or a CI identity in the definition.
            </p>
          ) : (
            <Table label="Standing tokens">
              {standing.map((token) => (
                <tr key={token.id}>
                  <Name token={token} />
                  <td>{rights(token)}</td>
                  <td>
                    <Ago at={token.createdAt} now={now} zone={zone} />
                  </td>
                  <td>
                    {token.lastUsedAt === null ? (
                      <span className="text-soft">never</span>
                    ) : (
                      <Ago at={token.lastUsedAt} now={now} zone={zone} />
                    )}
                  </td>
                  <td className="text-right">
                    <RevokeToken token={token} revoke={revoke} />
                  </td>
                </tr>
              ))}
            </Table>
          )}
          {revoked.length === 0 ? null : (
            <>
              <h2 className="mt-8">Revoked</h2>
              <Table label="Revoked tokens">
                {revoked.map((token) => (
                  <tr key={token.id}>
                    <Name token={token} />
                    <td>{rights(token)}</td>
                    <td>
                      <Ago at={token.createdAt} now={now} zone={zone} />
                    </td>
                    <td>
                      {token.lastUsedAt === null ? (
                        <span className="text-soft">never</span>
                      ) : (
                        <Ago at={token.lastUsedAt} now={now} zone={zone} />
                      )}
                    </td>
                    <td className="text-right text-soft">
                      revoked <Moment at={token.revokedAt ?? ''} zone={zone} />
                    </td>
                  </tr>
                ))}
              </Table>
            </>
          )}
        </section>
        <section aria-labelledby="new" className="max-xl:order-first">
          <h2 id="new">New token</h2>
          <CreateToken program={program} origin={origin} create={create} />
        </section>
      </div>
    </>
  )
}

function Table({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div role="group" aria-label={label} tabIndex={0} className="relative mt-1 scrolls">
      <table className="facts min-w-[560px]">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">May</th>
            <th scope="col">Created</th>
            <th scope="col">Last used</th>
            <th scope="col">
              <span className="sr-only">State</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

function Name({ token }: { token: TokenDto }) {
  return (
    <th scope="row" className="font-normal text-ink">
      {token.name} <code className="block whitespace-nowrap text-soft">{token.hint}…</code>
    </th>
  )
}

const rights = ({ scope, gated }: TokenDto): string =>
  scope === 'read' ? 'read' : gated ? 'upload gated runs, and read' : 'upload runs that are not gated, and read'
