import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { variables } from './env'

it('documents every variable, and no other', () => {
  const text = readFileSync(new URL('../docs/configuration.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name)
  expect(rows.toSorted()).toEqual(variables.toSorted())
})
