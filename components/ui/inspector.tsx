'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'

interface Props {
  title: ReactNode
  closeHref: string
  children: ReactNode
}

/** The panel that slides in from the right for every *why*. Its address is in the URL; Escape closes it. */
export function Inspector({ title, closeHref, children }: Props) {
  const router = useRouter()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const opener = document.activeElement
    heading.current?.focus()
    const close = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') router.push(closeHref as Route, { scroll: false })
    }
    window.addEventListener('keydown', close)
    return () => {
      window.removeEventListener('keydown', close)
      // Back to what opened it, unless the focus has gone elsewhere meanwhile.
      const lost = document.activeElement === null || document.activeElement === document.body
      if (lost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    }
  }, [closeHref, router])
  return (
    <aside
      aria-labelledby="inspector-title"
      className="slides-in no-print fixed inset-y-0 right-0 z-10 flex w-full max-w-[460px] flex-col border-l border-ink bg-paper"
    >
      <header className="flex items-start justify-between gap-4 border-b border-rule px-5 py-3">
        <h2 id="inspector-title" ref={heading} tabIndex={-1} className="outline-none">
          {title}
        </h2>
        <Link href={closeHref as Route} scroll={false} className="shrink-0">
          Close <kbd className="text-soft">Esc</kbd>
        </Link>
      </header>
      {/* What is longer than the panel scrolls, by the keyboard too. */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
        {children}
      </div>
    </aside>
  )
}
