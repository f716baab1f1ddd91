import type { ReactNode } from 'react'
import { Signal } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import type { SealingDto } from '@/lib/queries/register/checkpoints'

export type RegisterTab = 'entries' | 'checkpoints' | 'trust'

interface Props {
  program: string
  tab: RegisterTab
  sealing: SealingDto
  now: string
  zone: string
  children: ReactNode
}

/** The register's pages: what it is, how it stands, and the way between them. */
export function RegisterFrame({ program, tab, sealing, now, zone, children }: Props) {
  const base = `/${program}/register`
  const tabs = [
    { id: 'entries', href: base, title: 'Entries' },
    { id: 'checkpoints', href: `${base}/checkpoints`, title: 'Checkpoints' },
    { id: 'trust', href: `${base}/trust`, title: 'Trust' },
  ]
  return (
    <>
      <h1>Register</h1>
      <p className="text-soft">
        Every change is an entry here, and none can be rewritten unseen: entries are leaves of one tree, whose root is
        signed.
      </p>
      <Sealing sealing={sealing} now={now} zone={zone} />
      <nav aria-label="Register" className="no-print mt-3 flex gap-5 border-b border-rule">
        {tabs.map(({ id, href, title }) => (
          <a
            key={id}
            href={href}
            aria-current={id === tab ? 'page' : undefined}
            className="border-b-2 border-transparent pb-1 text-ink no-underline aria-[current=page]:border-ink aria-[current=page]:font-medium"
          >
            {title}
          </a>
        ))}
      </nav>
      {children}
    </>
  )
}

function Sealing({ sealing, now, zone }: Pick<Props, 'sealing' | 'now' | 'zone'>) {
  const { refused, waiting, newest, origin } = sealing
  return (
    <div className="mt-2">
      {refused === null ? null : (
        <div role="alert" className="mb-2 max-w-3xl border-l-2 border-stop pl-3">
          <Signal light="stop" word="Nothing is signed" />
          <p>{refused}</p>
        </div>
      )}
      <p className="flex flex-wrap gap-x-5 gap-y-1">
        <span>
          <code>{origin}</code>
        </span>
        {newest === null ? (
          <Signal light="nodata" word="no checkpoint yet" />
        ) : (
          <span>
            {newest.size} {newest.size === 1 ? 'entry' : 'entries'} signed{' '}
            <Ago at={newest.signedAt} now={now} zone={zone} />
          </span>
        )}
        <span>
          {waiting === 0
            ? 'none waits for its leaf'
            : `${waiting} ${waiting === 1 ? 'waits for its' : 'wait for their'} leaf`}
        </span>
      </p>
    </div>
  )
}
