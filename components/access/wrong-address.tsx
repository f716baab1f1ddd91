'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Passkeys are bound to one address; at another name of the same server the browser makes none, and we say so. */
export function WrongAddress({ origin }: { origin: string }) {
  const here = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => origin,
  )
  if (here === origin) return null
  return (
    <p role="alert" className="mt-2 border-l-2 border-caution pl-2">
      Passkeys work at <a href={origin}>{origin}</a> alone; you are at {here}.
    </p>
  )
}
