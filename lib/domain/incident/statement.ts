import { sentence } from '../sentence'
import { incidentName } from './ending'

/** `M-COR-03|core-min|ci`, as series are named in statements. */
const series = /([\w.-]+)\|([\w.-]+)\|([\w.-]+)/g

/** Codes of reasons, where one follows what it is about, or another reason. */
const code = /(^|: )(?:[a-z]+(?:_[a-z]+)+|carried|escalated|regression|stale|trend|waived): /g

/**
 * What a run or the clock said of an incident, as a sentence: series by their words, reasons without their codes. Ids
 * keep their case. `M-COR-03|core-min|ci: over_limit: 99 % is under 100 %` is "M-COR-03 core-min on ci: 99 % is under
 * 100 %."
 */
function spoken(statement: string): string {
  const parts = statement.replace(series, '$1 $2 on $3').split('; ')
  return sentence(parts.map(withoutCodes).join('; '))
}

/** The first reason follows what it is about, the others of it are set apart. */
function withoutCodes(part: string): string {
  let told = 0
  return part.replace(code, (_, before: string) => {
    told += 1
    return before === '' ? '' : told === 1 ? ': ' : '; '
  })
}

/** A statement as people read it: a person's in their own words, a machine's as a sentence. `by` is an actor's id. */
export const statementWords = (statement: string, by: string): string =>
  by.startsWith('user:') ? statement : spoken(statement)

/** As much of a statement as one line takes. */
const LINE = 140

/** An incident in one line: "Incident 3: U-BYTES-01 failed". `statement` in words. */
export function incidentLine(kind: 'kill' | 'rollback' | 'review', incident: number, statement: string): string {
  const words = statement.replace(/\.$/, '')
  return `${incidentName(kind, incident)}: ${words.length <= LINE ? words : `${words.slice(0, LINE - 1)}…`}`
}
