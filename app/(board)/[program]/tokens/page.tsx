import type { Metadata } from 'next'
import { TokensView } from '@/components/access/tokens-view'
import { Notice } from '@/components/ui/notice'
import { origin } from '@/lib/env'
import { shown, viewer } from '@/lib/http/page'
import { boardFrame } from '@/lib/queries/board-frame'
import { type TokenDto, tokensOf } from '@/lib/queries/tokens'
import { Refusal } from '@/lib/verbs/refusal'
import { createTokenByForm, revokeTokenByForm } from './actions'

export const metadata: Metadata = { title: 'API tokens' }

interface Props {
  params: Promise<{ program: string }>
}

export default async function TokensPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program } = await params
  const [tokens, frame] = await Promise.all([
    shown(tokensOf(context, actor, program).catch(nullIfForbidden)),
    shown(boardFrame(context, actor, program)),
  ])
  if (tokens === null) {
    return (
      <Notice
        title="API tokens are for administrators"
        next={[{ href: `/${program}/people`, title: 'Who administers' }]}
      >
        <p>
          You are signed in, but your account does not administer this installation. An administrator can create one.
        </p>
      </Notice>
    )
  }
  return (
    <TokensView
      program={program}
      zone={frame.zone}
      now={frame.now}
      tokens={tokens}
      origin={origin()}
      create={createTokenByForm.bind(null, program)}
      revoke={revokeTokenByForm.bind(null, program)}
    />
  )
}

function nullIfForbidden(error: unknown): TokenDto[] | null {
  if (error instanceof Refusal && error.kind === 'forbidden') return null
  throw error
}
