'use client'

import { signOut } from 'next-auth/react'

export function SignOut() {
  return (
    <button
      type="button"
      className="cursor-pointer self-start text-link hover:underline"
      onClick={() => signOut({ callbackUrl: '/sign-in' })}
    >
      Sign out
    </button>
  )
}
