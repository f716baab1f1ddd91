import { describe, expect, it } from 'vitest'
import { bundled, items, plain, section, table } from './fixtures/seed'
import type { Check } from './schema/gates'

const program = bundled()
const phases = new Map(program.phases.map((phase) => [phase.title, phase]))
const criteria = program.phases.flatMap((phase) => [...phase.entry.criteria, ...phase.exit.criteria])
const checks = new Map(criteria.map((one): [string, Check[]] => [one.id, [one.check, ...(one.also ?? [])]]))
const kindsOf = (id: string): string[] => (checks.get(id) ?? []).map((check) => check.kind)

describe('gates (seed 9.1)', () => {
  const rows = table('9.1')
  const numbered = (cell: string): string[] =>
    cell
      .split(/\d\) /)
      .slice(1)
      .map((text) => text.trim())

  it('has the four phases in their order', () => {
    expect(program.phases.map((phase) => phase.title)).toEqual(['Alpha', 'Beta', 'Pilot', 'GA'])
    expect(rows.map(([phase]) => phase)).toEqual([...phases.keys()])
    expect(criteria).toHaveLength(24)
  })

  it.each(rows)('%s', (title, entry, exit) => {
    const phase = phases.get(title)
    const rowsOf = (side: 'entry' | 'exit', cell: string) =>
      numbered(cell).map((text, n) => ({ id: `${phase?.id}-${side}-${n + 1}`, text }))
    const named = (list: typeof criteria | undefined) => list?.map(({ id, text }) => ({ id, text }))
    expect(named(phase?.entry.criteria)).toEqual(rowsOf('entry', entry))
    expect(named(phase?.exit.criteria)).toEqual(rowsOf('exit', exit))
  })

  it('computes what can be computed', () => {
    expect(Object.fromEntries([...checks.keys()].map((id) => [id, kindsOf(id).join(' + ')]))).toEqual({
      'alpha-entry-1': 'evidence + attested',
      'alpha-entry-2': 'mapped',
      'alpha-entry-3': 'attested',
      'alpha-exit-1': 'parity',
      'alpha-exit-2': 'defects',
      'alpha-exit-3': 'evidence',
      'beta-entry-1': 'phase',
      'beta-entry-2': 'evidence',
      'beta-entry-3': 'evidence',
      'beta-exit-1': 'parity',
      'beta-exit-2': 'metrics',
      'beta-exit-3': 'defects',
      'pilot-entry-1': 'phase',
      'pilot-entry-2': 'record',
      'pilot-entry-3': 'attested',
      'pilot-exit-1': 'metrics',
      'pilot-exit-2': 'attested',
      'pilot-exit-3': 'metrics',
      'ga-entry-1': 'phase',
      'ga-entry-2': 'attested',
      'ga-entry-3': 'attested',
      'ga-exit-1': 'scoreboard + evidence',
      'ga-exit-2': 'defects',
      'ga-exit-3': 'killCriteria',
    })
  })

  it('asks of each check what its sentence asks', () => {
    const first = (id: string): Check | undefined => checks.get(id)?.[0]
    expect(first('alpha-entry-2')).toMatchObject({ classes: ['core'] })
    expect(first('alpha-exit-1')).toMatchObject({ classes: ['core'], obligations: ['PO-CAN', 'PO-REG', 'PO-OBL'] })
    expect(first('alpha-exit-1')).toMatchObject({ kinds: ['U', 'R'] })
    expect(first('alpha-exit-2')).toMatchObject({
      kinds: ['correctness'],
      severities: ['P0', 'critical'],
      classes: ['core'],
    })
    expect(first('alpha-exit-3')).toMatchObject({ ids: ['R-CANCEL-01', 'R-OBL-01', 'R-DET-01'] })
    expect(first('beta-exit-1')).toMatchObject({ classes: ['adapter'], kinds: ['U', 'I'] })
    expect(first('beta-exit-2')).toMatchObject({ metrics: ['M-PERF-01', 'M-PERF-02', 'M-PERF-03'], limitsOf: 'beta' })
    expect(first('beta-exit-3')).toMatchObject({ kinds: ['security'], severities: ['P0', 'critical', 'high'] })
    expect(first('pilot-exit-1')).toMatchObject({ windows: 2 })
    expect(first('ga-exit-2')).toMatchObject({ releaseCandidates: 2 })
    program.phases.slice(1).forEach((phase, n) => {
      const before = { kind: 'phase', phase: program.phases[n]?.id, gate: 'exit' }
      expect(first(`${phase.id}-entry-1`)).toEqual(before)
    })
  })
})

describe('kill criteria (seed 9.2)', () => {
  it('has all seven', () => {
    expect(items('9.2')).toHaveLength(7)
    expect(program.killCriteria.map((row) => row.text)).toEqual(items('9.2').map(plain))
  })

  it('can be declared, each, and seen without a member as well', () => {
    for (const row of program.killCriteria) {
      const kinds = row.signals.map((signal) => signal.kind)
      expect(kinds.filter((kind) => kind === 'declared')).toHaveLength(1)
      expect(kinds.length, row.id).toBeGreaterThan(1)
    }
  })

  it('watches the obligation that each of the first four is about, the third under replay', () => {
    const watched = program.killCriteria.slice(0, 4).map((row) => row.signals[0])
    expect(watched).toEqual([
      { kind: 'obligation', obligation: 'PO-OWN' },
      { kind: 'obligation', obligation: 'PO-CAN' },
      { kind: 'obligation', obligation: 'PO-REG', kinds: ['R'] },
      { kind: 'obligation', obligation: 'PO-OBL' },
    ])
    expect(
      items('9.2')
        .map((item) => item.includes('under deterministic replay'))
        .indexOf(true),
    ).toBe(2)
  })

  it('watches every replay scenario that a retained surface names', () => {
    expect(items('9.2')[4]).toContain('required `R-*` scenarios')
    expect(program.killCriteria[4]?.signals[0]).toEqual({ kind: 'evidenceKind', evidenceKind: 'R' })
  })

  it('counts two consecutive gated runs beyond the hard cap', () => {
    expect(program.killCriteria[6]?.signals).toContainEqual({
      kind: 'hardCap',
      metrics: ['M-PERF-01', 'M-PERF-02', 'M-PERF-03'],
      runs: 2,
    })
  })
})

describe('rollback triggers (seed 9.3)', () => {
  it('has all five with every column', () => {
    const rows = table('9.3')
    expect(rows).toHaveLength(5)
    expect(program.rollbackTriggers.map((row) => [row.trigger, row.severity, row.action, row.recovery])).toEqual(
      rows.map(([trigger, severity = '', ...rest]) => [trigger, severity.toLowerCase(), ...rest]),
    )
  })

  it('moves the phase back where the action rolls the promotion back, and nowhere else', () => {
    for (const row of program.rollbackTriggers) {
      expect(row.phaseBack, row.id).toBe(row.action.includes('Roll back phase promotion'))
    }
  })
})

describe('what starts a rollback', () => {
  it('is a kill criterion or a signal of its own, for each trigger', () => {
    const started = program.rollbackTriggers.map((row) => [
      row.id,
      program.killCriteria.filter((one) => one.trigger === row.id).length,
      row.signals?.map((signal) => signal.kind).join(' + '),
    ])
    expect(started).toEqual([
      ['p0-invariant-regression', 4, undefined],
      ['replay-instability', 1, 'declared'],
      ['security-boundary-defect', 1, 'evidence + declared'],
      ['perf-budget-breach', 1, undefined],
      ['artifact-gap', 0, 'evidence + declared'],
    ])
    expect(program.rollbackTriggers.at(-1)?.signals?.[0]).toEqual({ kind: 'evidence', ids: ['CI-ARTIFACT-01'] })
  })
})

describe('defects (seed 9.1)', () => {
  const words = section('9.1')

  it('has a scale in which the worst step has two names', () => {
    expect(program.defects?.severities.map((row) => [row.id, row.rank])).toEqual([
      ['P0', 1],
      ['critical', 1],
      ['high', 2],
      ['medium', 3],
      ['low', 4],
    ])
    expect(program.defects?.choice).toContain('seed')
    for (const said of ['P0 correctness defects', 'high-severity security findings', 'release-blocking regressions']) {
      expect(words).toContain(said)
    }
  })

  it('counts each severity from the one that the sentence names upwards', () => {
    const rank = new Map(program.defects?.severities.map((row) => [row.id, row.rank ?? 0]))
    for (const [id, list] of checks) {
      for (const check of list) {
        if (check.kind !== 'defects') continue
        const worst = Math.max(...check.severities.map((one) => rank.get(one) ?? 0))
        const counted = [...rank].filter(([, step]) => step <= worst).map(([one]) => one)
        expect(check.severities, id).toEqual(counted)
      }
    }
  })
})

describe('decision rights (seed 9.4)', () => {
  const { governance } = program

  it('has the four types of decision with owner and escalation', () => {
    expect(governance.rights.map((row) => [row.type, row.owner, row.escalation])).toEqual(table('9.4'))
    expect(governance.rights).toHaveLength(4)
  })

  it('seats the triad, whose split promotion the program owner decides', () => {
    const [, owner = ''] = table('9.4')[1] ?? []
    const named = /\((.*)\)/.exec(owner)?.[1]?.split(', ') ?? []
    const titles = new Map(program.roles.map((role) => [role.id, role.title.toLowerCase()]))
    const [triad] = governance.councils
    expect(triad?.seats.map((seat) => titles.get(seat.role))).toEqual(named)
    expect(triad).toMatchObject({ approvals: 3, split: { outcome: 'tie_break', role: 'program-owner' } })
    expect(triad?.seats.every((seat) => seat.mandatory)).toBe(true)
  })

  it('breaks a tie on promotion alone: whatever else the triad decides is unanimous', () => {
    const council = governance.decisions.filter((row) => row.council !== undefined)
    expect(council.filter((row) => !row.unanimous).map((row) => row.kind)).toEqual(['promotion'])
    const single = ['stop_or_continue', 'rollback', 'remediation_plan', 'minutes']
    expect(governance.decisions.filter((row) => row.role !== undefined).map((row) => row.kind)).toEqual(single)
  })

  it('marks every right that the seed does not give', () => {
    const given = new Set(governance.rights.flatMap((row) => row.decisions))
    for (const row of governance.decisions) expect(row.choice === undefined, row.kind).toBe(given.has(row.kind))
  })

  it('has the three SLAs', () => {
    const texts = items('9.4', 'Escalation SLA').map(plain)
    expect(governance.slas.map((row) => row.text)).toEqual(texts)
    const due = texts.map((text) => {
      const [, amount, unit] = /within (\d+) (hours|business days?)/.exec(text) ?? []
      return unit === 'hours' ? { hours: Number(amount) } : { businessDays: Number(amount) }
    })
    expect(due).toEqual([{ hours: 4 }, { businessDays: 1 }, { businessDays: 3 }])
    expect(governance.slas.map((row) => row.due)).toEqual(due)
    expect(governance.slas.map((row) => row.severity)).toEqual(['critical', 'high', 'medium'])
  })
})

describe('decision packet (seed 9.5)', () => {
  it('must include all four', () => {
    expect(section('9.5')).toContain('Every phase-gate decision packet must include:')
    expect(program.governance.packet.map((row) => row.text)).toEqual(items('9.5').map(plain))
    expect(program.governance.packet).toHaveLength(4)
  })
})
