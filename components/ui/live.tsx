'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** How often a page that others change looks again, in milliseconds. */
const EVERY = 4_000

/**
 * Keeps the page as others leave it: asks the server again every few seconds while it is looked at. Once the session has
 * ended it asks no more: the answer would lead to the sign-in page, and take along what is typed here.
 */
export function Live() {
  const router = useRouter()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void isSignedIn().then((so) => so && router.refresh())
    }, EVERY)
    return () => clearInterval(timer)
  }, [router])
  return null
}

async function isSignedIn(): Promise<boolean> {
  try {
    const answer = (await (await fetch('/api/session')).json()) as { signedIn: boolean }
    return answer.signedIn
  } catch {
    // The server is away, or starting again.
    return false
  }
}
