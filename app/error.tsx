'use client'

import { Failure } from '@/components/ui/failure'

interface Props {
  error: Error & { digest?: string }
  retry: () => void
}

export default function PageError({ error, retry }: Props) {
  return (
    <main className="mx-auto max-w-2xl px-4 py-16">
      <Failure digest={error.digest} retry={retry} next={[{ href: '/', title: 'Go to the programs' }]} />
    </main>
  )
}
