'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** How often a page that others change looks again, in milliseconds. */
const EVERY = 4_000

/** Keeps the page as others leave it: asks the server again every few seconds while it is looked at. */
export function Live() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh()
    }, EVERY)
    return () => clearInterval(timer)
  }, [router])
  return null
}
