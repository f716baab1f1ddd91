import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { buttonClass } from '@/components/ui/form'
import type { RiskDto } from '@/lib/queries/risk'

interface Props {
  risk: Pick<RiskDto, 'program' | 'key' | 'rights' | 'state'>
  act: string
  right: 'manage' | 'report'
  about?: number
  /** A link in a line of text, not a button. */
  plain?: boolean
  /** What it is done to, for those who do not see where it stands. */
  to?: string
  children: ReactNode
}

/** Opens the panel for an act; nothing for those who may not do it, and no work on a closed risk. */
export function ActLink({ risk, act, right, about, plain = false, to, children }: Props) {
  if (!risk.rights[right] || (right === 'manage' && risk.state === 'closed')) return null
  const query = new URLSearchParams({ act, ...(about === undefined ? {} : { about: String(about) }) })
  return (
    <Link
      href={`/${risk.program}/risks/${risk.key}?${query}` as Route}
      scroll={false}
      className={`no-print ${plain ? 'whitespace-nowrap' : `${buttonClass()} no-underline hover:no-underline`}`}
    >
      {children}
      {to === undefined ? null : <span className="sr-only">: {to}</span>}
    </Link>
  )
}
