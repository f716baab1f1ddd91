/**
 * Does one thing after the other for a sweep, so that one that fails holds up none of the others; throws what failed when
 * all were tried. Answers with how much was done.
 */
export async function eachAlone<T>(all: readonly T[], work: (one: T) => Promise<number | boolean>): Promise<number> {
  let done = 0
  const errors: unknown[] = []
  for (const one of all) {
    try {
      done += Number(await work(one))
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new AggregateError(errors, errors.map(String).join('; '))
  return done
}
