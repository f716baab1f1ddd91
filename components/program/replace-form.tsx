'use client'

import { useActionState, useRef, useState } from 'react'
import { FormMessage, nothingYet, SubmitButton } from '@/components/ui/action-form'
import { buttonClass } from '@/components/ui/form'
import type { FormState } from '@/lib/http/form'

/** The form's state, with every fault of the definition and its line. */
export interface ReplaceState extends FormState {
  lines: { path: string; line: number | null; code: string; message: string }[]
}

interface Props {
  program: string
  replace: (state: ReplaceState, form: FormData) => Promise<ReplaceState>
}

const LINE_HEIGHT = 16

/** Takes another definition while the program has not begun: from a file, or typed. */
export function ReplaceForm({ program, replace }: Props) {
  const [state, action] = useActionState(replace, { ...nothingYet, lines: [] })
  const text = useRef<HTMLTextAreaElement>(null)
  const [trouble, setTrouble] = useState<string | null>(null)

  const put = (source: string): void => {
    if (text.current === null) return
    text.current.value = source
    text.current.scrollTop = 0
  }
  const fill = async (source: Promise<string>): Promise<void> => {
    try {
      put(await source)
      setTrouble(null)
    } catch {
      setTrouble('The text could not be read. Try again.')
    }
  }
  const inForce = async (): Promise<string> => {
    const response = await fetch(`/${program}/program/definition.yaml`)
    if (!response.ok) throw new Error(response.statusText)
    return response.text()
  }
  const goTo = (line: number): void => {
    const field = text.current
    if (field === null) return
    const rows = field.value.split('\n')
    const start = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0)
    field.focus()
    field.setSelectionRange(start, start + (rows[line - 1]?.length ?? 0))
    field.scrollTop = (line - 4) * LINE_HEIGHT
  }

  return (
    <details className="no-print mt-4 border-y border-rule py-2" open={state.message !== null || undefined}>
      <summary className="cursor-pointer py-1 font-medium">Replace the definition</summary>
      <form action={action} className="mt-2 flex max-w-4xl flex-col gap-3">
        <p className="text-soft">
          Until the program enters its first phase an administrator may replace it as often as needed. It is taken
          whole, as the next revision, or refused with every fault. Larger than 1 MB:{' '}
          <code>npx signalbox program load FILE</code>.
        </p>
        <div className="flex flex-wrap items-end gap-4">
          <label className="font-medium">
            Definition file
            <input
              type="file"
              name="file"
              accept=".yaml,.yml,.json"
              className="mt-1 block max-w-full text-sm file:mr-3 file:min-h-8 file:cursor-pointer file:rounded-sm file:border file:border-soft file:bg-paper file:px-3 file:text-ink"
              onChange={(event) => {
                const file = event.target.files?.[0]
                if (file !== undefined) void fill(file.text())
              }}
            />
          </label>
          <button type="button" className={buttonClass()} onClick={() => void fill(inForce())}>
            Start from the one in force
          </button>
        </div>
        {trouble === null ? null : (
          <p role="alert" className="text-stop">
            {trouble}
          </p>
        )}
        <label className="font-medium" htmlFor="definition-source">
          Definition, YAML or JSON
        </label>
        <textarea
          ref={text}
          id="definition-source"
          name="source"
          rows={16}
          spellCheck={false}
          wrap="off"
          defaultValue={state.typed.source}
          style={{ lineHeight: `${LINE_HEIGHT}px` }}
          className="-mt-2 w-full rounded-sm border border-soft bg-paper p-2 font-mono text-xs text-ink"
        />
        <FormMessage state={state} />
        {state.lines.length === 0 ? null : <Faults lines={state.lines} goTo={goTo} />}
        <div>
          <SubmitButton kind="main">Put this definition in force</SubmitButton>
        </div>
      </form>
    </details>
  )
}

function Faults({ lines, goTo }: { lines: ReplaceState['lines']; goTo: (line: number) => void }) {
  return (
    <ul className="max-h-80 overflow-y-auto border-y border-rule">
      {lines.map(({ path, line, code, message }) => (
        <li
          key={`${line} ${path} ${code} ${message}`}
          className="grid grid-cols-[72px_minmax(0,1fr)] gap-x-3 border-b border-rule py-1 last:border-b-0"
        >
          {line === null ? (
            <span className="text-soft">whole</span>
          ) : (
            <button
              type="button"
              className="cursor-pointer text-left text-link hover:underline"
              onClick={() => goTo(line)}
            >
              Line {line}
            </button>
          )}
          <span>
            {path === '' ? null : <code className="mr-2 [overflow-wrap:anywhere]">{path}</code>}
            {message} <code className="text-soft">{code}</code>
          </span>
        </li>
      ))}
    </ul>
  )
}
