import type { Metadata } from 'next'
import { DefinitionView } from '@/components/program/definition-view'
import { ReplaceForm } from '@/components/program/replace-form'
import { shown, viewer } from '@/lib/http/page'
import { self } from '@/lib/queries/people'
import { programDefinition } from '@/lib/queries/programs'
import { replaceDefinition } from './actions'

export const metadata: Metadata = { title: 'Program' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function ProgramPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const [definition, me] = await Promise.all([
    shown(programDefinition(context, actor, program)),
    shown(self(context, actor, program)),
  ])
  const mayReplace = me?.administrator === true && definition.phase === null
  return (
    <DefinitionView
      definition={definition}
      replace={mayReplace ? <ReplaceForm program={program} replace={replaceDefinition.bind(null, program)} /> : null}
    />
  )
}
