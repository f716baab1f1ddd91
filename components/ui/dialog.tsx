'use client'

import { AlertDialog } from 'radix-ui'
import type { ReactNode, RefObject } from 'react'
import { buttonClass } from './form'

interface Props {
  /** The button that opens it, named after the act. */
  open: string
  /** The button's name in full, where what it acts on stands only beside it. */
  label?: string
  title: string
  /** What will be so, and what cannot be undone. */
  children: ReactNode
  /** The form that does it. */
  form: ReactNode
}

/** Asks once more before what cannot be undone. Nothing else opens over the page. */
export function ConfirmDialog({ open, label, title, children, form }: Props) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger className={buttonClass('danger')} aria-label={label}>
        {open}
      </AlertDialog.Trigger>
      <Asking title={title} act={form}>
        {children}
      </Asking>
    </AlertDialog.Root>
  )
}

interface QuestionProps {
  open: boolean
  close: () => void
  title: string
  children: ReactNode
  /** The button that does it. */
  act: ReactNode
  /** Where the focus goes once it is answered. */
  back: RefObject<HTMLElement | null>
}

/** The same question, where a form asks it of what was typed there: nothing but the page opens it. */
export function Question({ open, close, title, children, act, back }: QuestionProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(opens) => (opens ? undefined : close())}>
      <Asking
        title={title}
        act={act}
        onCloseAutoFocus={(event) => {
          event.preventDefault()
          back.current?.focus()
        }}
      >
        {children}
      </Asking>
    </AlertDialog.Root>
  )
}

interface AskingProps {
  title: string
  children: ReactNode
  act: ReactNode
  onCloseAutoFocus?: (event: Event) => void
}

function Asking({ title, children, act, onCloseAutoFocus }: AskingProps) {
  return (
    <AlertDialog.Portal>
      <AlertDialog.Overlay className="fixed inset-0 z-30 bg-[#000]/50" />
      <AlertDialog.Content
        // Escape leaves the question, and not also the panel that it was asked in.
        onEscapeKeyDown={(event) => event.stopPropagation()}
        {...(onCloseAutoFocus === undefined ? {} : { onCloseAutoFocus })}
        className="fixed top-1/2 left-1/2 z-30 max-h-[90vh] w-[calc(100vw-32px)] max-w-md -translate-x-1/2 -translate-y-1/2 overflow-y-auto border border-ink bg-paper p-5"
      >
        <AlertDialog.Title>{title}</AlertDialog.Title>
        <AlertDialog.Description asChild>
          <div className="mt-2 flex flex-col gap-2">{children}</div>
        </AlertDialog.Description>
        <div className="mt-4 flex flex-wrap justify-end gap-3">
          <AlertDialog.Cancel className={buttonClass()}>Leave it as it is</AlertDialog.Cancel>
          {act}
        </div>
      </AlertDialog.Content>
    </AlertDialog.Portal>
  )
}
