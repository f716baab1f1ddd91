import type { AnsweredStop } from '@/lib/verbs/upload/answer'

/** A line for each incident or review that an upload opened or joined; an older server's answer says nothing of them. */
export const stopLines = (stops: readonly AnsweredStop[] | undefined, server: string): string[] =>
  (stops ?? []).map(({ incident, kind, criteria, page }) => {
    const about = `${incident}: ${criteria.join(', ')} (${new URL(page, server).href})`
    return kind === 'review' ? `Under review: review ${about}` : `STOPPED: incident ${about}`
  })
