import type { ReactNode } from 'react'

interface Props {
  title: string
  /** What is so, and why. */
  children: ReactNode
  /** What next. */
  next?: readonly { href: string; title: string }[]
  /** A button, where an act comes next. */
  act?: ReactNode
}

/** Instead of a page: what is so, why, and what next. */
export function Notice({ title, children, next = [], act }: Props) {
  return (
    <div className="max-w-xl border-l-2 border-ink py-1 pl-4">
      <h1>{title}</h1>
      <div className="mt-2 flex flex-col gap-2">{children}</div>
      {act === undefined && next.length === 0 ? null : (
        <p className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-2">
          {act}
          {next.map(({ href, title }) => (
            <a key={href} href={href}>
              {title}
            </a>
          ))}
        </p>
      )}
    </div>
  )
}
