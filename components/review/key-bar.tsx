'use client'

export interface KeyChoice {
  key: string
  title: string
  act: () => void
}

interface Props {
  choices: readonly KeyChoice[]
  fault: string | null
  onRead: () => void
}

/** The keys, on screen; each is a button as well. */
export function KeyBar({ choices, fault, onRead }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
      {fault === null ? null : (
        <p role="alert" className="flex basis-full items-center gap-4 border-l-2 border-stop pl-2 text-stop">
          {fault}
          <button type="button" className="cursor-pointer text-link hover:underline" onClick={onRead}>
            Put it away
          </button>
        </p>
      )}
      {choices.map(({ key, title, act }) => (
        <button
          key={key}
          type="button"
          onClick={act}
          className="inline-flex min-h-8 cursor-pointer items-center gap-2 hover:underline"
        >
          <kbd className="inline-flex min-h-6 min-w-6 items-center justify-center rounded-sm border border-soft px-1 font-medium">
            {key}
          </kbd>
          {title}
        </button>
      ))}
    </div>
  )
}
