'use client'

interface Props {
  name: string
  label: string
  words: readonly string[]
  value: string
  fault?: string | undefined
  onChange: (value: string) => void
  /** Goes on to the next field, once a number has been pressed. */
  onNext: () => void
}

/** One to five, with a word each: pressed as a figure, or chosen with the arrows. */
export function Scale({ name, label, words, value, fault, onChange, onNext }: Props) {
  return (
    <fieldset
      onKeyDown={(event) => {
        if (!/^[1-5]$/.test(event.key)) return
        event.preventDefault()
        onChange(event.key)
        onNext()
      }}
    >
      <legend className="font-medium">{label}</legend>
      <div className="mt-1 flex gap-1">
        {[1, 2, 3, 4, 5].map((figure) => (
          <label
            key={figure}
            className="flex min-h-8 flex-1 cursor-pointer flex-col items-center rounded-sm border border-soft px-1 py-0.5 text-center has-checked:border-ink has-checked:bg-ink has-checked:text-paper has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-link"
          >
            <input
              type="radio"
              name={name}
              value={figure}
              checked={value === String(figure)}
              onChange={() => onChange(String(figure))}
              className="sr-only"
              aria-describedby={fault === undefined ? undefined : `${name}-fault`}
            />
            <span className="font-medium">{figure}</span>
            <span className="text-xs leading-4">{words[figure - 1]}</span>
          </label>
        ))}
      </div>
      {fault === undefined ? null : (
        <p id={`${name}-fault`} className="mt-1 text-xs text-stop">
          {fault}
        </p>
      )}
    </fieldset>
  )
}
