import type { DecisionRule } from './rule'

/** A seat and the people who could fill it. */
export interface Bench {
  role: string
  people: readonly string[]
}

/**
 * As many seats filled at once as can be, each by another person: seat to person (augmenting paths). Earlier seats are
 * never given up for later ones, so whatever can be filled of a prefix stays filled.
 */
export function seating(benches: readonly Bench[]): Map<string, string> {
  const seatOf = new Map<string, Bench>()
  const place = (bench: Bench, asked: Set<string>): boolean =>
    bench.people.some((person) => {
      if (asked.has(person)) return false
      asked.add(person)
      const sitting = seatOf.get(person)
      if (sitting !== undefined && !place(sitting, asked)) return false
      seatOf.set(person, bench)
      return true
    })
  for (const bench of benches) place(bench, new Set())
  return new Map([...seatOf].map(([person, bench]) => [bench.role, person]))
}

/** A council as it can still vote: seats that have voted are taken, and their voters with them. */
export interface Council {
  rule: DecisionRule
  benches: readonly Bench[]
  /** Seats that have voted, by whom. */
  taken?: ReadonlyMap<string, string>
}

/**
 * Why no approval can come of these people, one person one seat; empty where one can. `every` asks for someone in
 * every seat, as askers of waivers and overrides must have (semantics 11).
 */
export function lacking({ rule, benches, taken = new Map() }: Council, every: boolean): string[] {
  const away = new Set(taken.values())
  const free = (role: string): Bench => ({
    role,
    people: (benches.find((bench) => bench.role === role)?.people ?? []).filter((person) => !away.has(person)),
  })
  const all = every || rule.unanimous
  const mandatory = rule.seats.filter((seat) => all || seat.mandatory)
  const optional = rule.seats.filter((seat) => !all && !seat.mandatory)
  const open = [...mandatory, ...optional].map(({ role }) => role).filter((role) => !taken.has(role))
  const seated = seating(open.map(free))
  const empty = mandatory.map(({ role }) => role).filter((role) => !taken.has(role) && !seated.has(role))
  if (empty.length > 0) return empty.map((role) => nobodyFor(role, free(role)))
  const filled = taken.size + seated.size
  if (filled >= rule.approvals) return []
  return [`Only ${filled} of ${rule.approvals} approvals can be had: one person fills one seat.`]
}

const nobodyFor = (role: string, { people }: Bench): string =>
  people.length === 0
    ? `Nobody who may vote fills the seat ${role}.`
    : `Whoever fills the seat ${role} is needed in another: one person fills one seat.`
