import type { Metadata } from 'next'
import { RegisterFrame } from '@/components/register/frame'
import { TrustView } from '@/components/register/trust-view'
import { shown, viewer } from '@/lib/http/page'
import { boardFrame } from '@/lib/queries/board-frame'
import { sealing } from '@/lib/queries/register/checkpoints'
import { trustPage } from '@/lib/queries/register/trust'

export const metadata: Metadata = { title: 'Trust' }

export default async function TrustPage({ params }: { params: Promise<{ program: string }> }) {
  const { context, actor } = await viewer()
  const { program } = await params
  const [trust, state, { now, zone }] = await Promise.all([
    shown(trustPage(context, actor, program)),
    shown(sealing(context, actor, program)),
    shown(boardFrame(context, actor, program)),
  ])
  return (
    <RegisterFrame program={program} tab="trust" sealing={state} now={now} zone={zone}>
      <TrustView program={program} trust={trust} />
    </RegisterFrame>
  )
}
