import { decisionMatchers } from './decisions'
import { effectMatchers } from './effects'
import { factMatchers } from './facts'
import { gateMatchers } from './gates'
import { keyMatchers } from './keys'
import { logMatchers } from './log'
import type { Matcher } from './matcher'
import { peopleMatchers } from './people'
import { reviewMatchers } from './reviews'
import { riskMatchers } from './risks'

/** Every type of entry that is matched with rows. */
export const matchers: readonly Matcher[] = [
  ...factMatchers,
  ...peopleMatchers,
  ...keyMatchers,
  ...riskMatchers,
  ...reviewMatchers,
  ...gateMatchers,
  ...decisionMatchers,
  ...effectMatchers,
  ...logMatchers,
]
