/** Councils as far as it matters who sits in them. */
export interface CouncilSeats {
  seats: readonly { role: string }[]
}

/** Someone, with the roles they hold or stand in for in the program. */
export interface Confirming {
  user: string
  administrator: boolean
  roles: ReadonlySet<string>
}

/**
 * Whether someone may confirm a key in a program (semantics 11): never its owner; an administrator, or the holder of
 * another seat of a council that the owner votes in.
 */
export function mayConfirmKey(
  councils: readonly CouncilSeats[],
  owner: Pick<Confirming, 'user' | 'roles'>,
  confirmer: Confirming,
): boolean {
  if (confirmer.user === owner.user) return false
  if (confirmer.administrator) return true
  return councils.some(({ seats }) => {
    const owned = seats.some(({ role }) => owner.roles.has(role))
    return owned && seats.some(({ role }) => confirmer.roles.has(role) && !owner.roles.has(role))
  })
}
