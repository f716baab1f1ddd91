import { describe, expect, it } from 'vitest'
import { bundled, codes, items, plain, section, table } from './fixtures/seed'
import type { Program } from './schema/program'

const surfaces = present(bundled().surfaces)

function present(all: Program['surfaces']): NonNullable<Program['surfaces']> {
  if (all === undefined) throw new Error('the bundled program has no surfaces')
  return all
}

/** "Optional (integration-dependent)" as its word and what stands in brackets. */
function bracketed(cell: string): [string, string | undefined] {
  const [, word = '', within] = /^([^ ]+)(?: \((.*)\))?$/.exec(cell) ?? []
  return [word, within]
}

const retained = new Map(surfaces.retained.map((surface) => [surface.id, surface]))

describe('census (seed 1 to 3)', () => {
  it('counts the tokens that section 1 names', () => {
    const [, counted = ''] = section('1').split('OS-risk token hits')
    expect(surfaces.census.tokens).toHaveLength(13)
    expect(surfaces.census.tokens).toEqual(codes(counted.split('\n')[0] ?? ''))
  })

  it('keeps the method in its words', () => {
    const [modules, figures, ...rest] = items('1').map(plain)
    const flat = (figures ?? '').replace(' - ', ' ').replaceAll(' - ', '; ')
    expect(surfaces.census.method).toEqual([modules, flat, ...rest])
  })

  it('has every crate of section 2', () => {
    const rows = table('2').map(([id, status = '', fanOut, notes]) => {
      const [word, qualifier] = bracketed(status)
      return { id, status: word.toLowerCase(), ...(qualifier && { qualifier }), fanOut: Number(fanOut), notes }
    })
    expect(rows).toHaveLength(7)
    expect(surfaces.crates).toEqual(rows)
  })

  it('has every module of section 3 with its six figures', () => {
    const rows = table('3').map(([id, ...figures]) => [id, ...figures.map(Number)])
    expect(rows).toHaveLength(57)
    expect(surfaces.modules.map((m) => [m.id, m.files, m.loc, m.pubItems, m.osRiskHits, m.fanIn, m.fanOut])).toEqual(
      rows,
    )
  })
})

describe('classes (seed 4.1 to 4.3)', () => {
  const sections = [
    ['4.1', 'core', 20],
    ['4.2', 'adapter', 15],
    ['4.3', 'deferred', 22],
  ] as const

  it.each(sections)('section %s lists the modules of class %s', (number, id, count) => {
    const [list = '', why = ''] = section(number).split('Why: ')
    const listed = [...list.matchAll(/`([a-z_]+)`(?: \(([^)]*)\))?/g)].map((match) => [match[1], match[2]])
    const modules = surfaces.modules.filter((module) => module.class === id)
    expect(listed).toHaveLength(count)
    expect(modules.map((module) => [module.id, module.note]).sort()).toEqual(listed.sort())
    const row = surfaces.classes.find((one) => one.id === id)
    expect(row?.why).toBe(plain(why))
    expect(row?.retained).toBe(id !== 'deferred')
  })

  it('gives the class of a retained surface as its module has it', () => {
    const classes = new Map(surfaces.modules.map((module) => [module.id, module.class]))
    for (const surface of surfaces.retained) expect(surface.class, surface.id).toBe(classes.get(surface.id))
    const owed = surfaces.modules.filter((module) => module.class !== 'deferred').map((module) => module.id)
    expect([...retained.keys()].sort()).toEqual(owed.sort())
  })

  it('marks the phases as its own choice', () => {
    for (const row of surfaces.classes) expect(row.requiredFrom === undefined, row.id).toBe(row.choice === undefined)
  })
})

describe('parity obligations (seed 4.4)', () => {
  const lists = section('4.4')
    .split('\n')
    .flatMap((line) => {
      const [, code, words] = /^- `([A-Z-]+?)(?:-\*)?`: (.*)$/.exec(line) ?? []
      return code === undefined ? [] : [[code, plain(words ?? '')]]
    })

  it('has the four obligations and three kinds of evidence', () => {
    const obligations = surfaces.obligations.map((one) => [one.id, one.statement])
    const kinds = surfaces.evidenceKinds.map((one) => [one.id, `${one.title}.`])
    expect(lists).toHaveLength(7)
    expect([...obligations, ...kinds]).toEqual(lists)
    expect(surfaces.evidenceKinds.filter((one) => one.replay).map((one) => one.id)).toEqual(['R'])
  })

  const rows = table('4.4').map(([surface = '', ...cells]) => ({ surface: bracketed(surface), cells }))

  it('has 35 retained surfaces in their order', () => {
    expect(rows).toHaveLength(35)
    expect(surfaces.retained.map((one) => one.id)).toEqual(rows.map((row) => row.surface[0]))
  })

  it.each(rows.map((row) => [row.surface[0], row] as const))('%s', (id, { surface: [, remark], cells }) => {
    const one = retained.get(id)
    expect([one?.obligations.join(', '), one?.assertion, one?.evidence.join(', ')]).toEqual(cells)
    expect(one?.class).toBe(remark?.startsWith('adapter') ? 'adapter' : 'core')
    expect(one?.note).toBe(remark === 'adapter' ? undefined : remark)
  })

  it('keeps the gate rule', () => {
    expect(surfaces.parity.rules).toEqual(items('4.4', 'Gate rule').map(plain))
    expect(surfaces.parity.kinds).toEqual(['U', 'I'])
    expect(surfaces.parity.replayObligations).toEqual(['PO-CAN', 'PO-REG'])
  })

  it('shows by that rule that encoding and util are incomplete as the seed has them', () => {
    const lacking = surfaces.retained.filter((one) =>
      surfaces.parity.kinds.some((kind) => !one.evidence.some((id) => id.startsWith(`${kind}-`))),
    )
    expect(lacking.map((one) => one.id).sort()).toEqual(['encoding', 'util'])
  })
})

describe('ledger, closure, deliverables, commands (seed 5 to 8)', () => {
  it('has the hotspots of section 5, which agree with the modules', () => {
    const hits = [...section('5').matchAll(/`(\w+)` has `(\d+)` OS-risk hits/g)].map(([, id, n]) => [id, Number(n)])
    expect(hits).toHaveLength(5)
    expect(surfaces.census.hotspots.map((row) => [row.module, row.hits])).toEqual(hits)
    const counted = new Map(surfaces.modules.map((module) => [module.id, module.osRiskHits]))
    for (const row of surfaces.census.hotspots) expect(counted.get(row.module), row.module).toBe(row.hits)
  })

  it('has the native tokens of section 5', () => {
    const rows = surfaces.census.nativeTokens.map((row) => (typeof row === 'string' ? { id: row, group: '' } : row))
    expect(rows.map((row) => row.id)).toEqual(codes(items('5').at(-1) ?? ''))
    const [, listed = ''] = section('5').split('in the current tree:\n')
    const bullets = listed.split('- ').slice(1).map(plain)
    const groups = [...new Set(rows.map((row) => row.group))].map((group) => {
      const ids = rows.filter((row) => row.group === group).map((row) => row.id)
      return group === '' ? ids : [`${group} (${ids.join(', ')})`]
    })
    expect(groups.flat()).toEqual(bullets.length > 0 ? bullets : null)
    expect(bullets).toHaveLength(6)
  })

  it('forbids the crates of section 6.1', () => {
    const { forbiddenCrates } = surfaces.closure
    expect(forbiddenCrates.map((row) => row.id)).toEqual(codes(section('6.1')))
    const [, listed = ''] = section('6.1').split(':\n')
    const bullets = listed.split('- ').slice(1).map(plain)
    const named = forbiddenCrates.map((row) => (row.note?.startsWith('(+') ? `${row.id} ${row.note}` : row.id))
    expect(named.filter((crate) => crate !== 'signal-hook-registry')).toEqual(bullets)
  })

  it('keeps the compile check of section 6.2', () => {
    const [command, failure] = [...section('6.2').matchAll(/```\w+\n([\s\S]*?)\n```/g)].map((match) => match[1])
    const [, interpretation = ''] = section('6.2').split('Interpretation: ')
    expect(surfaces.closure.check).toEqual({
      command,
      observed: failure,
      interpretation: plain(interpretation),
    })
  })

  it('maps the deliverables of section 7', () => {
    expect(surfaces.deliverables.map((row) => `${row.id} ${row.text}`)).toEqual(items('7').map(plain))
    expect(surfaces.deliverables).toHaveLength(4)
  })

  it('keeps the commands of section 8', () => {
    const commands = [...section('8').matchAll(/^# \d\) (.*)\n(.*)$/gm)].map(([, title, command]) => ({
      title,
      command,
    }))
    expect(commands).toHaveLength(4)
    expect(surfaces.census.commands).toEqual(commands)
  })
})
