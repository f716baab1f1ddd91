/** Accounts of the demo: one for each role of the program, and a viewer. They exist on the embedded server alone. */

export const DEMO_ISSUER = 'signalbox:demo'

/** People who do not exist. */
const names = [
  'Ada Okafor',
  'Bruno Keller',
  'Chiara Lund',
  'Dmitri Sato',
  'Elif Moreau',
  'Farah Nyström',
  'Goran Ibarra',
  'Hana Whitfield',
  'Ivo Castellan',
  'Jun Abara',
  'Katya Lindqvist',
  'Lior Mendes',
  'Mira Thorvald',
  'Nils Okonkwo',
  'Olga Brandt',
  'Pavel Reyes',
  'Quinn Hartley',
  'Rana Solberg',
  'Sven Achebe',
  'Tala Voss',
]

export interface DemoAccount {
  /** The subject: the role's id, or `viewer`. */
  subject: string
  name: string
  role: { id: string; title: string } | null
}

export function demoAccounts(roles: readonly { id: string; title: string }[]): DemoAccount[] {
  const accounts = roles.map(({ id, title }, index): DemoAccount => {
    return { subject: id, name: names[index % names.length] ?? title, role: { id, title } }
  })
  return [...accounts, { subject: 'viewer', name: 'Uma Viewer', role: null }]
}
