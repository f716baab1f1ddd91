import { describe, expect, it } from 'vitest'
import { rowOf, submitted } from './form'

function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

describe('rowOf', () => {
  it('reads the number of a row', () => {
    expect(rowOf(form({ deputy: ' 12 ' }), 'deputy')).toBe(12)
  })

  it.each(['', '0', '-1', '1.5', '0x1', '1e3', 'NaN', '01', '9999999999', '1\u0000'])(
    'takes %j for no row',
    (deputy) => {
      expect(() => rowOf(form({ deputy }), 'deputy')).toThrow('There is no such deputy.')
    },
  )
})

describe('submitted', () => {
  it('says a text with NUL at its field, keeps what was typed, and asks no verb', async () => {
    const typed = { name: 'a\u0000b', reason: 'because' }
    let asked = false
    const state = await submitted(form(typed), () => {
      asked = true
      return Promise.resolve(null)
    })
    expect(state).toMatchObject({ done: false, faults: [{ path: 'name', code: 'nul' }], typed })
    expect(asked).toBe(false)
  })
})
