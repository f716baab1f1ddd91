'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

interface Props {
  program: string
  links: { href: string; title: string }[]
}

/** The rail; on narrow screens a menu that opens. */
export function Navigation({ links }: Props) {
  const path = usePathname()
  const current = links.find(({ href }) => path === href || path.startsWith(`${href}/`))
  const list = (
    <ul className="rail:py-1">
      {links.map(({ href, title }) => (
        <li key={href}>
          <Link
            href={href as Route}
            aria-current={current?.href === href ? 'page' : undefined}
            className="flex min-h-8 items-center border-l-2 border-transparent px-4 text-ink no-underline hover:bg-panel aria-[current=page]:border-ink aria-[current=page]:bg-panel aria-[current=page]:font-medium"
          >
            {title}
          </Link>
        </li>
      ))}
    </ul>
  )
  return (
    <nav aria-label="Areas">
      <details className="rail:hidden">
        <summary className="cursor-pointer border-t border-rule px-4 py-2 font-medium">
          {current?.title ?? 'Menu'}
        </summary>
        {list}
      </details>
      <div className="max-rail:hidden">{list}</div>
    </nav>
  )
}
