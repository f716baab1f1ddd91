/**
 * What must still hold when a decision falls, item by item: what it is about, and its state in words (semantics 7).
 * Two judgements are the same where their items are. Nothing in one may move with the clock alone, or with another
 * passing run.
 */
export type Judgement = Readonly<Record<string, string>>

/** What changed from one judgement to the other, one sentence each, by item; empty where they are the same. */
export function judgementChanges(sealed: Judgement, found: Judgement): string[] {
  const items = [...new Set([...Object.keys(sealed), ...Object.keys(found)])].sort()
  return items.flatMap((item) => {
    if (sealed[item] === found[item]) return []
    const [before, after] = [said(sealed[item]), said(found[item])]
    if (before === undefined) return [`${item}: now ${after}`]
    return [after === undefined ? `${item}: was ${before}, is no longer there` : `${item}: was ${before}, now ${after}`]
  })
}

/** A state as people say it. */
const said = (state: string | undefined): string | undefined => state?.replaceAll('no_data', 'no data')
