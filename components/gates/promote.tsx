import { buttonClass } from '@/components/ui/form'
import type { PromotingDto } from '@/lib/queries/proposing'

interface Props {
  program: string
  /** "Alpha → Beta" */
  promotion: string
  promote: PromotingDto
}

/** Nothing stands against a promotion: the way to propose it, or who can, or where it is open already. */
export function Promote({ program, promotion, promote: { may, roles, open } }: Props) {
  const base = `/${program}/decisions`
  if (open !== null) {
    return (
      <p className="no-print mt-3">
        The promotion {promotion} is open: <a href={`${base}/${open}`}>D-{open}</a>.
      </p>
    )
  }
  if (!may) {
    return (
      <p className="no-print mt-3 max-w-3xl text-soft">
        The promotion {promotion} may be proposed by: {roles.join(', ')}.
      </p>
    )
  }
  return (
    <div className="no-print mt-3">
      <a href={`${base}/new?kind=promotion`} className={buttonClass('main')}>
        Propose the promotion {promotion}
      </a>
    </div>
  )
}
