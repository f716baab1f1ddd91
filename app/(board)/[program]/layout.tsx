import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { Shell } from '@/components/shell/shell'
import { shown, viewer } from '@/lib/http/page'
import { shell } from '@/lib/queries/shell'
import { setTheme } from './actions'

interface Props {
  children: ReactNode
  params: Promise<{ program: string }>
}

export default async function BoardLayout({ children, params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  return (
    <Shell shell={await shown(shell(context, actor, program))} theme={await chosenTheme()} setTheme={setTheme}>
      {children}
    </Shell>
  )
}

/** What `setTheme` keeps. */
async function chosenTheme(): Promise<'light' | 'dark' | 'system'> {
  const theme = (await cookies()).get('theme')?.value
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}
