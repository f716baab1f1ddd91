'use client'

import { buttonClass } from './form'
import { Notice } from './notice'

interface Props {
  /** What the server's log calls this failure; nothing else of it leaves the server. */
  digest: string | undefined
  retry: () => void
  next: readonly { href: string; title: string }[]
}

/** Instead of a page that could not be drawn. */
export function Failure({ digest, retry, next }: Props) {
  return (
    <Notice
      title="This page could not be drawn"
      act={
        <button type="button" className={buttonClass('main')} onClick={retry}>
          Try again
        </button>
      }
      next={next}
    >
      <p>Something failed on the server. Looking at a page changes nothing, so everything stored stands as it was.</p>
      <p>
        If it fails again, whoever runs this installation finds the reason in its log
        {digest === undefined ? (
          '.'
        ) : (
          <>
            {' '}
            under the digest <code>{digest}</code>.
          </>
        )}
      </p>
    </Notice>
  )
}
