import { factMatchers } from './facts'
import { logMatchers } from './log'
import type { Matcher } from './matcher'
import { peopleMatchers } from './people'

/** Every type of entry that is matched with rows. */
export const matchers: readonly Matcher[] = [...factMatchers, ...peopleMatchers, ...logMatchers]
