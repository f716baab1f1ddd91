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
    const [before, after] = [sealed[item], found[item]]
    if (before === after) return []
    if (before === undefined) return [`${item}: now ${after}`]
    return [after === undefined ? `${item}: was ${before}, is no longer there` : `${item}: was ${before}, now ${after}`]
  })
}
