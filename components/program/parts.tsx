import { Fragment, type ReactNode } from 'react'
import { Figure } from '@/components/ui/quantity'
import { type SectionId, sectionTitle } from './contents'

/** A section of the definition under its anchor. */
export function Section({ id, lead, children }: { id: SectionId; lead?: ReactNode; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-4 border-t border-ink pt-3 pb-8">
      <h2 id={`${id}-title`}>{sectionTitle(id)}</h2>
      {lead === undefined ? null : <p className="mt-1 max-w-3xl text-soft">{lead}</p>}
      {children}
    </section>
  )
}

export function Part({ title, id, children }: { title: ReactNode; id?: string; children: ReactNode }) {
  return (
    <div {...(id === undefined ? {} : { id })} className="mt-4 scroll-mt-4">
      <h3 className="mb-1">{title}</h3>
      {children}
    </div>
  )
}

interface Column {
  title: string
  figure?: boolean
  /** Tailwind width. */
  width?: string
}

/** A table that scrolls in its own frame where it is wider than the page. */
export function Facts({
  label,
  columns,
  width = 'min-w-[560px]',
  children,
}: {
  label: string
  columns: readonly Column[]
  width?: string
  children: ReactNode
}) {
  return (
    <div role="group" aria-label={label} tabIndex={0} className="relative mt-2 scrolls print:overflow-visible">
      <table className={`facts ${width} print:min-w-0 [&_tbody_:is(td,th)]:align-top [&_tr]:break-inside-avoid`}>
        <thead>
          <tr>
            {columns.map(({ title, figure, width: column }) => (
              <th
                key={title}
                scope="col"
                className={`${figure === true ? 'figure' : ''} ${column ?? ''}`.trim() || undefined}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}

/** The first cell of a row: its id, and what it is called. */
export function RowHead({ id, anchor, children }: { id: ReactNode; anchor?: string; children?: ReactNode }) {
  return (
    <th scope="row" {...(anchor === undefined ? {} : { id: anchor })} className="scroll-mt-4 font-normal text-ink">
      <code className="whitespace-nowrap">{id}</code>
      {children === undefined ? null : <span className="block">{children}</span>}
    </th>
  )
}

/** Marks what the specification does not give, with the sentence that says why this was chosen. */
export function OwnChoice({ why }: { why: string | undefined }) {
  if (why === undefined) return null
  return (
    <p className="mt-0.5 max-w-3xl text-xs leading-[18px] text-soft">
      <span className="mr-1.5 bg-panel px-1 whitespace-nowrap text-ink print:border print:border-rule">own choice</span>
      {why}
    </p>
  )
}

/** Name and value, the names in one column; `paired` sets two of them side by side where there is room. */
export function Terms({ paired = false, children }: { paired?: boolean; children: ReactNode }) {
  const columns = paired
    ? 'rail:grid-cols-[88px_minmax(0,1fr)_88px_minmax(0,1fr)] rail:gap-x-3'
    : 'max-w-3xl sm:grid-cols-[136px_minmax(0,1fr)]'
  return <dl className={`mt-1 grid grid-cols-[104px_minmax(0,1fr)] gap-y-0.5 ${columns}`}>{children}</dl>
}

export function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** A word in a sentence that leads to another place of the page: ink, as colour is for what leads away. */
export function To({ href, title, children }: { href: string; title?: string; children: ReactNode }) {
  return (
    <a
      href={href}
      title={title}
      className="text-ink underline decoration-soft decoration-dotted hover:decoration-solid"
    >
      {children}
    </a>
  )
}

/** An id with its title, leading to where the definition says more of it. */
export function Ref({ to, id, title }: { to: string; id: string; title?: string | undefined }) {
  return (
    <>
      <To href={`#${to}-${id}`}>
        <code className="whitespace-nowrap">{id}</code>
      </To>
      {title === undefined || title === id ? null : ` (${title})`}
    </>
  )
}

/** "a, b or c". */
export function Listed({ items, word = 'and' }: { items: readonly ReactNode[]; word?: 'and' | 'or' }) {
  return items.map((item, index) => (
    // A list of the definition keeps its order, and may hold the same words twice.
    <Fragment key={index}>
      {index === 0 ? '' : index === items.length - 1 ? ` ${word} ` : ', '}
      {item}
    </Fragment>
  ))
}

/** A limit as the definition writes it: a number in the measure's unit, or with a unit of its own. */
export function Amount({ amount, unit }: { amount: number | string | undefined; unit: string }) {
  if (amount === undefined || typeof amount === 'number') return <Figure value={amount ?? null} unit={unit} />
  const space = amount.indexOf(' ')
  return (
    <span className="whitespace-nowrap">
      {amount.slice(0, space)} <span className="text-xs text-soft">{amount.slice(space + 1)}</span>
    </span>
  )
}
