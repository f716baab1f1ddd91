import type { Metadata } from 'next'
import { Notice } from '@/components/ui/notice'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <main className="mx-auto max-w-2xl px-4 py-16">
      <Notice title="Nothing stands at this address" next={[{ href: '/', title: 'Go to the programs' }]}>
        <p>There is no such page or program, or your account may not see it. The address may be mistyped.</p>
      </Notice>
    </main>
  )
}
