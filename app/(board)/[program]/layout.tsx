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
    <Shell shell={await shown(shell(context, actor, program))} setTheme={setTheme}>
      {children}
    </Shell>
  )
}
