import type { Program } from './types'

interface Row {
  id: string
  title: string
}

/** What an id is called; the id itself where the definition gives it no title. */
export const titleIn = (rows: readonly Row[], id: string): string => rows.find((row) => row.id === id)?.title ?? id

export const roleTitle = (program: Program, id: string): string => titleIn(program.roles, id)

export const phaseTitle = (program: Program, id: string): string => titleIn(program.phases, id)

export const metricTitle = (program: Program, id: string): string => titleIn(program.scoreboard.metrics, id)

/** A CI job's evidence has a title; a surface's is named by the surface. */
export const evidenceTitle = (program: Program, id: string): string | undefined =>
  program.evidence.find((one) => one.id === id)?.title

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/** "one window", "two windows", "30 days". */
export const counted = (count: number, noun: string): string =>
  `${small[count] ?? count} ${noun}${count === 1 ? '' : 's'}`
