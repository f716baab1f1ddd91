'use server'

import { cookies } from 'next/headers'
import { textOf } from '@/lib/http/form'

const YEAR = 365 * 24 * 3600

/** Keeps the viewer's choice of theme; without one, the system's counts. */
export async function setTheme(form: FormData): Promise<void> {
  const theme = textOf(form, 'theme')
  const jar = await cookies()
  if (theme === 'light' || theme === 'dark') jar.set('theme', theme, { maxAge: YEAR, sameSite: 'lax', httpOnly: true })
  else jar.delete('theme')
}
