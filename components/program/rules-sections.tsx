import { OwnChoice, Part, Section } from './parts'
import type { Program } from './types'

type Rule = Program['rules'][number]

/** Sentences of the specification that have no other home, by its sections. */
export function RulesSection({ program }: { program: Program }) {
  const sections = [...new Set(program.rules.map(({ section }) => section))]
  return (
    <Section
      id="rules"
      lead={program.source === undefined ? undefined : `Sentences of the specification: ${program.source}.`}
    >
      {program.rules.length === 0 ? <p className="mt-2 text-soft">The definition keeps none.</p> : null}
      {sections.map((section) => (
        <Part key={section ?? ''} title={section === undefined ? 'Of the whole' : `Section ${section}`}>
          <Rules rules={program.rules.filter((rule) => rule.section === section)} />
        </Part>
      ))}
    </Section>
  )
}

function Rules({ rules }: { rules: readonly Rule[] }) {
  return (
    <ul className="max-w-3xl">
      {rules.map(({ id, text }) => (
        <li
          key={id}
          className="grid border-b border-rule py-1 last:border-b-0 sm:grid-cols-[160px_minmax(0,1fr)] sm:gap-x-4"
        >
          <code className="text-soft [overflow-wrap:anywhere]">{id}</code>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  )
}

/** Values of the program's own that have no row to stand on; the others are marked where they stand. */
export function ChoicesSection({ program }: { program: Program }) {
  const marked = choicesIn(program)
  return (
    <Section
      id="choices"
      lead={`Where the specification gives no value, the program says what it chose and why. ${marked === 0 ? 'No row carries such a sentence.' : `${marked} such sentences stand on their rows above, marked as here.`}`}
    >
      {program.choices.map(({ of, why }) => (
        <div key={of} className="mt-2">
          <code>{of}</code>
          <OwnChoice why={why} />
        </div>
      ))}
    </Section>
  )
}

/** How many rows carry a choice, however deep they lie. */
function choicesIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one: unknown) => sum + choicesIn(one), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (/^(choice|\w+Choice)$/.test(key) ? 1 : choicesIn(one)),
    0,
  )
}
