import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csv, csvResponse } from './csv'

type Cell = string | number | boolean | null

/** A CSV reader by RFC 4180: rows of texts. */
function read(text: string): string[][] {
  const rows: string[][] = []
  let [row, field, quoted]: [string[], string, boolean] = [[], '', false]
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (quoted && char === '"' && text[at + 1] === '"') {
      field += '"'
      at += 1
    } else if (char === '"') quoted = !quoted
    else if (!quoted && char === ',') {
      row.push(field)
      field = ''
    } else if (!quoted && char === '\r' && text[at + 1] === '\n') {
      rows.push([...row, field])
      ;[row, field] = [[], '']
      at += 1
    } else field += char ?? ''
  }
  expect([quoted, row, field]).toEqual([false, [], ''])
  return rows
}

const line = (...cells: Cell[]): string => csv(['h'], [cells]).slice('h\r\n'.length)

describe('csv', () => {
  it('writes a header and rows, each ended by CR LF', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          [1, 'x'],
          [null, true],
        ],
      ),
    ).toBe('a,b\r\n1,x\r\n,true\r\n')
    expect(csv(['a'], [])).toBe('a\r\n')
  })

  it.each<[string, string]>([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['=', "'="],
    ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
    ['=a,b', '"\'=a,b"'],
    ['-2+3\n', '"\'-2+3\n"'],
  ])('prefixes a text that starts like a formula: %j', (text, expected) => {
    expect(line(text)).toBe(`${expected}\r\n`)
    expect(csv([text], [])).toBe(`${expected}\r\n`)
  })

  it.each<[Cell, string]>([
    ['a=b', 'a=b'],
    [' =1', ' =1'],
    ["'=1", "'=1"],
    ['M-PERF-01', 'M-PERF-01'],
    ['', ''],
    [null, ''],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['a;b', 'a;b'],
    ['é😀', 'é😀'],
    // Figures are figures: a negative one is no formula.
    [-1.5, "'-1.5"],
    [1e21, '1e+21'],
    [0, '0'],
    [false, 'false'],
  ])('writes %j as %s', (cell, expected) => {
    expect(line(cell)).toBe(`${expected}\r\n`)
  })

  const unit = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', "'", ' ', 'a', '1', '😀')
  const text = fc.string({ unit, maxLength: 6 })

  it('is read back as it was, but for the prefix, and never as a formula', () => {
    const table = fc.integer({ min: 1, max: 4 }).chain((width) => {
      const row = fc.array(text, { minLength: width, maxLength: width })
      return fc.tuple(row, fc.array(row, { maxLength: 4 }))
    })
    fc.assert(
      fc.property(table, ([header, rows]) => {
        const back = read(csv(header, rows))
        expect(back).toHaveLength(rows.length + 1)
        back.forEach((row, y) => {
          const original = y === 0 ? header : (rows[y - 1] ?? [])
          row.forEach((cell, x) => {
            const text = original[x] ?? ''
            expect(cell).not.toMatch(/^[=+\-@\t\r]/)
            expect(cell).toBe(['=', '+', '-', '@', '\t', '\r'].includes(text.charAt(0)) ? `'${text}` : text)
          })
        })
      }),
    )
  })
})

describe('csvResponse', () => {
  it('is a download that nobody keeps, under a name without surprises', async () => {
    const response = csvResponse('samples 2026-W47";\r\nX: y/../é.csv', 'a\r\n')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="samples_2026-W47____X__y_..__.csv"')
    expect(await response.text()).toBe('a\r\n')
  })
})
