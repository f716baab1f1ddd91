import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DecisionView } from '@/components/decisions/decision-view'
import { shown, viewer } from '@/lib/http/page'
import { decision as readDecision } from '@/lib/queries/decision'
import { beginSigning, castSigned, seal, withdraw } from '../actions'

export const metadata: Metadata = { title: 'Decision' }

interface Props {
  params: Promise<{ program: string; decision: string }>
}

export default async function DecisionPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program, decision } = await params
  if (!/^[1-9]\d{0,8}$/.test(decision)) notFound()
  const number = Number(decision)
  return (
    <DecisionView
      decision={await shown(readDecision(context, actor, program, number))}
      seal={seal.bind(null, program, number)}
      withdraw={withdraw.bind(null, program, number)}
      vote={{ begin: beginSigning.bind(null, program, number), cast: castSigned.bind(null, program, number) }}
    />
  )
}
