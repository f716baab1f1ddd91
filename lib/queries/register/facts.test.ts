import { describe, expect, it } from 'vitest'
import { entryFacts } from './facts'

const ADA = '00000000-0000-4000-8000-000000000001'
const DIGEST = 'ab'.repeat(32)

const facts = (payload: unknown) =>
  entryFacts(typeof payload === 'string' ? payload : JSON.stringify(payload), {
    program: 'p',
    person: (id) => (id === ADA ? 'Ada' : null),
    runOf: (upload) => (upload === 7 ? 70 : null),
  })

describe("an entry's facts", () => {
  it.each<[string, unknown, string, string | null]>([
    ['decision', 'D-12', 'D-12', '/p/decisions/12'],
    ['by', 'D-13', 'D-13', '/p/decisions/13'],
    ['incident', 4, '4', '/p/incidents/4'],
    ['run', 9, '9', '/p/runs/9'],
    ['upload', 7, '7', '/p/runs/70'],
    ['upload', 8, '8', null],
    ['risk', 'RISK-TECH-01', 'RISK-TECH-01', '/p/risks/RISK-TECH-01'],
    ['metric', 'M-COR-01', 'M-COR-01', '/p/metrics/M-COR-01'],
    ['window', '2026-W47', '2026-W47', '/p/scoreboard?window=2026-W47'],
    ['gate', 'alpha/exit', 'alpha/exit', '/p/gates/alpha/exit'],
    ['gate', 'javascript:alert(1)', 'javascript:alert(1)', null],
    ['user', ADA, 'Ada', `/p/people?person=${ADA}`],
    ['actor', `user:${ADA}`, 'Ada', `/p/people?person=${ADA}`],
    ['actor', 'token:1', 'token:1', null],
    ['owner', null, 'none', null],
    ['criteria', ['a', 'b'], 'a, b', null],
    ['completed', false, 'no', null],
  ])('%s %j reads "%s" and leads to %s', (key, value, text, href) => {
    expect(facts({ [key]: value })).toEqual([{ label: key, text, kind: 'text', href }])
  })

  it('lead from a packet to its decision, and from an upload to its run', () => {
    expect(facts({ decision: 'D-3', packet: DIGEST })[1]).toEqual({
      label: 'packet',
      text: DIGEST,
      kind: 'digest',
      href: '/p/decisions/3',
    })
    expect(facts({ run: DIGEST, upload: 7 })[0]).toMatchObject({ kind: 'digest', href: '/p/runs/70' })
    expect(facts({ run: DIGEST, reason: 'timeout' })[0]).toMatchObject({ href: null })
  })

  it('leave nothing out: what is inside another stands under both names', () => {
    expect(facts({ previous: { origin: 'o', size: 3 }, canonicalDigest: DIGEST, at: '2026-11-26' })).toMatchObject([
      { label: 'previous origin', text: 'o' },
      { label: 'previous size', text: '3' },
      { label: 'canonical digest', kind: 'digest' },
      { label: 'at', kind: 'day' },
    ])
  })

  it('are the text itself where it is no object', () => {
    expect(facts('not json')).toEqual([{ label: 'payload', text: 'not json', kind: 'text', href: null }])
  })
})
