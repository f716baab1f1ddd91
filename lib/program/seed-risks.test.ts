import { describe, expect, it } from 'vitest'
import { bundled, items, plain, section, table } from './fixtures/seed'

const program = bundled()
const { riskPolicy } = program
const roles = new Map(program.roles.map((role) => [role.id, role.title]))
const risks = new Map(program.risks.map((risk) => [risk.id, risk]))

describe('risks (seed 10)', () => {
  const rows = table('10')

  it('has all twelve in their order', () => {
    expect(rows).toHaveLength(12)
    expect(program.risks.map((risk) => risk.id)).toEqual(rows.map(([id]) => id))
  })

  it.each(rows)('%s has every column', (id = '', ...columns) => {
    const risk = risks.get(id)
    expect([
      risk?.category,
      risk?.statement,
      String(risk?.likelihood),
      String(risk?.impact),
      `${risk?.signals.map((signal) => signal.text).join(', ')}.`,
      risk?.mitigation,
      roles.get(risk?.owner ?? ''),
      risk?.cadence.text,
      risk?.closure,
    ]).toEqual(columns)
  })

  it('splits the signals', () => {
    const counts = program.risks.map((risk) => risk.signals.length)
    expect(counts).toEqual([3, 3, 3, 3, 2, 3, 1, 2, 3, 3, 2, 3])
  })

  it.each(program.risks)('$id is reviewed as often as its cadence says', ({ cadence }) => {
    const text = cadence.text.toLowerCase()
    const review = text.startsWith('twice weekly')
      ? 'twice-weekly'
      : text.startsWith('bi-weekly')
        ? 'bi-weekly'
        : 'weekly'
    const events = [
      ['gated run', 'gated-run'],
      ['ci run', 'ci-run'],
      [' pr ', 'pull-request'],
      ['dependency update', 'dependency-update'],
      ['release candidate', 'release-candidate'],
      ['incident', 'incident'],
      ['security triage', 'security-triage'],
    ].flatMap(([words = '', event]) => (text.includes(words) ? [event] : []))
    expect(cadence).toMatchObject({ review, events })
  })

  it('names the ends of both scales as the seed does', () => {
    const ends = (name: string) =>
      [...section('10').matchAll(new RegExp(`^- ${name}: .1. \\((.*)\\) to .5. \\((.*)\\)$`, 'gm'))][0]?.slice(1)
    for (const [name, scale] of [
      ['Likelihood', riskPolicy.scale.likelihood],
      ['Impact', riskPolicy.scale.impact],
    ] as const) {
      expect(scale).toHaveLength(5)
      expect([scale[0], scale[4]]).toEqual(ends(name))
    }
  })
})

describe('review protocol (seed 10.1)', () => {
  it('has the four rules and their figures', () => {
    const rules = items('10.1').map(plain)
    expect(rules).toHaveLength(4)
    expect(riskPolicy.protocol.map((row) => row.text)).toEqual(rules)
    expect(rules[0]).toContain(`priority score >= ${riskPolicy.threshold}`)
    expect(rules[3]).toContain(`within ${riskPolicy.reviewWithinHours} hours`)
  })

  it('puts before the board the risks that reach the threshold', () => {
    const board = program.risks.filter((risk) => risk.likelihood * risk.impact >= riskPolicy.threshold)
    const scores = table('10').map(([id, , , likelihood, impact]) => [id, Number(likelihood) * Number(impact)] as const)
    expect(board.map((risk) => risk.id)).toEqual(scores.filter(([, score]) => score >= 12).map(([id]) => id))
    expect(board).toHaveLength(9)
  })
})

describe('lifecycle (seed 10.2)', () => {
  it('has the four transitions', () => {
    const rules = items('10.2').map(plain)
    const stated = riskPolicy.transitions.map((row) =>
      row.from === 'Any' ? row.text : `${row.from} -> ${row.to}: ${row.text}`,
    )
    expect(rules).toHaveLength(4)
    expect(stated).toEqual(rules)
    expect(riskPolicy.transitions.at(-1)).toMatchObject({ from: 'Any', to: 'Open' })
  })
})
