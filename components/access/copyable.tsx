'use client'

import { useRef, useState } from 'react'

/** A line to use elsewhere, with a button that copies it; where the browser refuses, it is selected instead. */
export function Copyable({ what, text }: { what: string; text: string }) {
  const line = useRef<HTMLPreElement>(null)
  const [outcome, setOutcome] = useState('')
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setOutcome('Copied')
    } catch {
      if (line.current !== null) window.getSelection()?.selectAllChildren(line.current)
      setOutcome('Selected: copy it with the keyboard')
    }
  }
  return (
    <div className="mt-1 border border-rule bg-panel">
      <pre ref={line} className="px-2 py-1.5 whitespace-pre-wrap [overflow-wrap:anywhere]">
        {text}
      </pre>
      <p className="flex items-center justify-end gap-3 border-t border-rule px-2 py-0.5 text-xs">
        <span role="status">{outcome}</span>
        <button type="button" className="min-h-6 cursor-pointer text-link hover:underline" onClick={() => void copy()}>
          Copy<span className="sr-only"> {what}</span>
        </button>
      </p>
    </div>
  )
}
