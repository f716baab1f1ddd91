import { type Checker, type Definition, present } from './checker'
import type { Names } from './names'
import { checkSignals } from './signals'

/** Risks, their policy, and the rules that are kept as rows. */
export function checkRisks(checker: Checker, program: Definition, names: Names): void {
  const { riskPolicy, risks, rules } = program
  checker.declare(['rules'], 'rule', rules)
  checker.declare(['riskPolicy', 'protocol'], 'rule', riskPolicy?.protocol)
  checker.declare(['riskPolicy', 'transitions'], 'transition', riskPolicy?.transitions)
  checker.declare(['risks'], 'risk', risks)
  for (const [r, risk] of present(risks)) {
    const at = ['risks', r]
    checker.known([...at, 'owner'], risk.owner, names.roles)
    checker.allKnown([...at, 'gates'], risk.gates, names.phases)
    for (const [s, signal] of present(risk.signals)) {
      checkSignals(checker, [...at, 'signals', s, 'bind'], signal.bind, program, names)
    }
  }
}
