const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']

/**
 * A day of the calendar as people read it everywhere: `2026-11-26` as "26 Nov 2026". The months are written out here,
 * since such words stand in documents whose digests must not move with a runtime's dictionary. What is no day stays as
 * it is.
 */
export function dayWords(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  const name = months[Number(month) - 1]
  return name === undefined ? day : `${Number(date)} ${name} ${year}`
}
