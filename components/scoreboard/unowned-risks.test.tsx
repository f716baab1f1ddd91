import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { ScoreboardDto } from '@/lib/queries/scoreboard'
import { UnownedRisks } from './unowned-risks'

const shown = (unownedRisks: ScoreboardDto['unownedRisks']): string =>
  renderToStaticMarkup(<UnownedRisks board={{ program: 'p', unownedRisks } as ScoreboardDto} />)

describe('high risks without an owner', () => {
  it('take no room where there are none', () => {
    expect(shown([])).toBe('')
  })

  it('stand on a line with a stop signal, each linked to its page', () => {
    const risks = [
      { key: 'RISK-1', title: 'One', score: 16 },
      { key: 'RISK-2', title: 'Two', score: 12 },
    ]
    const html = shown(risks)
    expect(html).toContain('2 high risks have no owner')
    expect(html).toContain('text-stop')
    expect(html.match(/href="[^"]*"/g)).toEqual(['href="/p/risks/RISK-1"', 'href="/p/risks/RISK-2"'])
    expect(shown(risks.slice(0, 1))).toContain('One high risk has no owner')
  })
})
