'use client'

import { Failure } from '@/components/ui/failure'

interface Props {
  error: Error & { digest?: string }
  retry: () => void
}

/** The navigation around it stays. */
export default function BoardError({ error, retry }: Props) {
  return <Failure digest={error.digest} retry={retry} next={[]} />
}
