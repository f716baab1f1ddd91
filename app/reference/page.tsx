import type { Metadata } from 'next'
import type { ApiDocument } from '@/components/reference/document'
import { Reference } from '@/components/reference/reference'
import { env, origin } from '@/lib/env'
import { openApiDocument } from '@/lib/http/openapi'
import { viewer } from '@/lib/http/page'
import { programs } from '@/lib/queries/programs'

export const metadata: Metadata = { title: 'API reference' }

export default async function ReferencePage() {
  const { context, actor } = await viewer()
  const [first] = await programs(context, actor)
  const document = JSON.parse(JSON.stringify(openApiDocument(env().SIGNALBOX_UPLOADS_PER_MINUTE))) as ApiDocument
  return (
    <main className="mx-auto max-w-[1200px] px-4 py-6">
      <p className="no-print mb-4">
        <a href={first === undefined ? '/' : `/${first.id}/scoreboard`}>Back to the box</a>
      </p>
      <Reference document={document} origin={origin()} program={first?.id ?? 'my-program'} />
    </main>
  )
}
