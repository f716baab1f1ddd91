import type { ComponentProps, ReactNode } from 'react'

/** How a button looks: the act of the page, another act, or one that cannot be undone. */
export function buttonClass(kind: 'main' | 'plain' | 'danger' = 'plain'): string {
  const common =
    'inline-flex min-h-8 cursor-pointer items-center justify-center rounded-sm border px-3 py-1 text-sm font-medium disabled:cursor-default disabled:opacity-60'
  const kinds = {
    main: 'border-ink bg-ink text-paper hover:opacity-90',
    plain: 'border-rule bg-paper text-ink hover:bg-panel',
    danger: 'border-stop bg-paper text-stop hover:bg-panel',
  }
  return `${common} ${kinds[kind]}`
}

const inputClass =
  'mt-1 min-h-8 w-full rounded-sm border border-soft bg-paper px-2 py-1 text-ink aria-invalid:border-stop disabled:opacity-60'

interface Described {
  name: string
  /** Its id, where the same name stands on the page more than once. */
  id?: string
  label: string
  hint?: ReactNode
  /** What is wrong with it, said at the field. */
  fault?: string | undefined
}

function describedBy(id: string, hint: ReactNode, fault: string | undefined): string | undefined {
  const ids = [hint === undefined ? null : `${id}-hint`, fault === undefined ? null : `${id}-fault`].filter(
    (id) => id !== null,
  )
  return ids.length === 0 ? undefined : ids.join(' ')
}

function Frame({ name, id = name, label, hint, fault, children }: Described & { children: ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="mt-1 text-xs text-soft">
          {hint}
        </p>
      )}
      {fault === undefined ? null : (
        <p id={`${id}-fault`} className="mt-1 text-xs text-stop">
          {fault}
        </p>
      )}
    </div>
  )
}

export function Field({
  name,
  id = name,
  label,
  hint,
  fault,
  ...input
}: Described & Omit<ComponentProps<'input'>, 'name' | 'id'>) {
  return (
    <Frame name={name} id={id} label={label} hint={hint} fault={fault}>
      <input
        id={id}
        name={name}
        className={inputClass}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={describedBy(id, hint, fault)}
        {...input}
      />
    </Frame>
  )
}

export function Select({
  name,
  id = name,
  label,
  hint,
  fault,
  children,
  ...select
}: Described & Omit<ComponentProps<'select'>, 'name' | 'id'>) {
  return (
    <Frame name={name} id={id} label={label} hint={hint} fault={fault}>
      <select
        id={id}
        name={name}
        className={inputClass}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={describedBy(id, hint, fault)}
        {...select}
      >
        {children}
      </select>
    </Frame>
  )
}

export function TextArea({
  name,
  id = name,
  label,
  hint,
  fault,
  ...area
}: Described & Omit<ComponentProps<'textarea'>, 'name' | 'id'>) {
  return (
    <Frame name={name} id={id} label={label} hint={hint} fault={fault}>
      <textarea
        id={id}
        name={name}
        rows={3}
        className={inputClass}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={describedBy(id, hint, fault)}
        {...area}
      />
    </Frame>
  )
}
