/** A definition's governance, as far as it says whose votes it asks for; plain JSON. */
interface Voting {
  councils: readonly { seats: readonly { role: string }[]; split: { role?: string | undefined } }[]
  decisions: readonly { role?: string | undefined }[]
}

/** Every role whose holder may ever be asked for a vote: seats, roles that break a tie, roles that decide alone. */
export function votingRolesOf({ councils, decisions }: Voting): ReadonlySet<string> {
  const roles = [
    ...councils.flatMap(({ seats, split }) => [...seats.map(({ role }) => role), split.role]),
    ...decisions.map(({ role }) => role),
  ]
  return new Set(roles.filter((role) => role !== undefined))
}
