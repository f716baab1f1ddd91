import { z } from 'zod'
import type { RiskWords } from '@/lib/domain/risk/event'
import type { Program } from '@/lib/program/schema/program'
import { type InputFault, invalid } from '../refusal'
import { checked, field } from './input'

/** What someone says of a risk of their own; its signals are reported by people. */
export interface RiskWording {
  category: string
  title: string
  statement: string
  mitigation: string
  closure: string
  /** The cadence in words, and how often people look. */
  cadenceText: string
  review: 'twice-weekly' | 'weekly' | 'bi-weekly'
  /** Trigger signals, one each. */
  signals: string[]
  /** Ids of phases whose gates it bears on. */
  gates: string[]
  /** Id of the role that owns it. */
  ownerRole: string
}

const schema = z.object({
  category: field.title,
  title: field.title,
  statement: field.text,
  mitigation: field.text,
  closure: field.text,
  cadenceText: field.title,
  review: z.enum(['twice-weekly', 'weekly', 'bi-weekly'], 'Choose how often people look.'),
  signals: z.array(field.title).min(1, 'Name at least one trigger signal.').max(50, 'Name 50 signals at most.'),
  gates: z.array(z.string()),
  ownerRole: z.string(),
})

/** The words as a risk keeps them; refused with every fault at its field, unknown roles and phases too. */
export function checkedWords(input: RiskWording, program: Program): RiskWords {
  const words = checked(schema, input)
  const faults: InputFault[] = []
  if (!program.roles.some(({ id }) => id === words.ownerRole)) {
    faults.push({ path: 'ownerRole', code: 'unknown_role', message: 'Choose a role of the program.' })
  }
  for (const [index, gate] of words.gates.entries()) {
    if (program.phases.some(({ id }) => id === gate)) continue
    faults.push({ path: `gates.${index}`, code: 'unknown_phase', message: `"${gate}" is no phase of the program.` })
  }
  if (faults.length > 0) throw invalid(faults)
  return { ...words, events: [], signals: words.signals.map((text) => ({ text })) }
}

/** A program's risk as its definition words it. */
export function definedWords(risk: Program['risks'][number]): RiskWords {
  const { category, title, statement, mitigation, closure, cadence, signals, gates, owner } = risk
  const { text, review, events } = cadence
  return {
    category,
    title,
    statement,
    mitigation,
    closure,
    cadenceText: text,
    review,
    events,
    signals,
    gates,
    ownerRole: owner,
  }
}
