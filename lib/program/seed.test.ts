import { describe, expect, it } from 'vitest'
import { bundled, items, plain, section, seed, table } from './fixtures/seed'

const program = bundled()

/** Every text of the definition, one after the other. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [plain(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(texts)
}

const rulesOf = (number: string): string[] =>
  program.rules.filter((rule) => rule.section === number).map((rule) => rule.text)

describe('the bundled program', () => {
  it('has the ids that others rely on', () => {
    const { scoreboard, roles } = program
    expect(program.id).toBe('asupersync-browser')
    expect(scoreboard.profiles.map((row) => row.id)).toEqual(['core-min', 'core-trace', 'full-dev'])
    const environments = ['ci', 'desktop-chromium', 'desktop-firefox', 'mobile-android', 'pilot']
    expect(scoreboard.environments.map((row) => row.id)).toEqual(environments)
    expect(scoreboard.dimensions.map((row) => row.id)).toEqual(['correctness', 'performance', 'dx', 'adoption'])
    expect(scoreboard.gatedRefs).toEqual(['refs/heads/main', 'refs/heads/release/*', 'refs/tags/*'])
    for (const role of roles) expect(role.id).toBe(role.title.toLowerCase().replace(/[^a-z]+/g, '-'))
  })

  it('keeps as many weekly windows as section 11.5 asks for', () => {
    expect(program.window).toEqual({ length: 'P1W', kept: Number(/last (\d+) reporting windows/.exec(seed)?.[1]) })
  })

  it('waives missing data alone (seed 11.3)', () => {
    expect(program.governance.waivers).toMatchObject({ verdicts: ['no_data'], council: 'governance-triad' })
    expect(program.governance.waivers.choice).toBeDefined()
    expect(program.governance.signatures).toBe('passkey')
  })

  it('has a role for every person the seed names', () => {
    const titles = new Set(program.roles.map((role) => role.title))
    for (const row of table('10')) expect(titles).toContain(row[7])
    for (const title of ['Phase owner', 'Oncall release owner', 'Program owner']) expect(titles).toContain(title)
    for (const title of ['Runtime architect', 'Reliability lead', 'Security lead']) expect(titles).toContain(title)
    expect(titles.size).toBe(17)
  })

  it('lets somebody do each act', () => {
    for (const [act, roles] of Object.entries(program.permissions)) expect(roles.length, act).toBeGreaterThan(0)
  })

  it('says on the row itself what it chose where the seed gives no value', () => {
    expect(program.choices.map((row) => row.of)).toEqual(['zone'])
    const { scoreboard, surfaces, riskPolicy, governance, killCriteria, risks } = program
    const chosen: Record<string, readonly { choice?: string | undefined }[]> = {
      sections: [program.calendar, scoreboard, program.defects ?? {}, riskPolicy.scale, governance.waivers],
      surfaces: [surfaces?.parity ?? {}, ...(surfaces?.obligations ?? [])],
      evidence: program.evidence,
      places: [...scoreboard.profiles, ...scoreboard.environments],
      metrics: scoreboard.metrics,
      single: scoreboard.metrics.flatMap((row) =>
        row.dimension === 'performance' || !row.scoreboard ? [] : row.measures,
      ),
      stops: [...killCriteria, ...program.rollbackTriggers.filter((row) => row.signals ?? row.freezes.length > 0)],
      late: governance.slas,
      risks,
    }
    for (const [what, rows] of Object.entries(chosen)) {
      expect(rows.length, what).toBeGreaterThan(0)
      for (const row of rows) expect(row.choice, what).toMatch(/\bseed\b/i)
    }
    expect(program.permissionsChoice).toContain('seed')
  })

  it('declares no evidence beside the surfaces that nothing asks for', () => {
    const asked = new Set(texts([program.phases, program.risks]))
    expect(program.evidence.filter((row) => !asked.has(row.id))).toEqual([])
    expect(program.evidence).toHaveLength(4)
  })

  it('keeps US federal holidays of 2026 and 2027 on workdays', () => {
    const { holidays, workdays } = program.calendar
    expect(workdays).toEqual(['mon', 'tue', 'wed', 'thu', 'fri'])
    expect(holidays.filter((row) => row.date.startsWith('2026'))).toHaveLength(11)
    expect(holidays.filter((row) => row.date.startsWith('2027'))).toHaveLength(12)
    const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay()
    for (const row of holidays) expect([1, 2, 3, 4, 5], row.name).toContain(weekday(row.date))
    const mondays = /Martin|Washington|Memorial|Labor|Columbus/
    for (const row of holidays.filter((one) => mondays.test(one.name))) expect(weekday(row.date), row.name).toBe(1)
    for (const row of holidays.filter((one) => one.name === 'Thanksgiving Day')) expect(weekday(row.date)).toBe(4)
  })
})

describe('rules kept as rows', () => {
  it('has the measurement protocol (seed 11.3)', () => {
    const flat = (item: string): string => plain(item).replace(' - ', ' ').replaceAll(' - ', '; ')
    expect(rulesOf('11.3')).toEqual(items('11.3').map(flat))
    expect(rulesOf('11.3')).toHaveLength(4)
  })

  it('has three statuses and three escalations (seed 11.4)', () => {
    const statuses = table('11.4').map(([status, rule]) => `${status}: ${rule}`)
    const escalations = items('11.4').map(plain)
    expect([statuses.length, escalations.length]).toEqual([3, 3])
    expect(rulesOf('11.4')).toEqual([...statuses, ...escalations])
  })

  it('has the publication contract (seed 11.5)', () => {
    expect(rulesOf('11.5')).toEqual(items('11.5').map(plain))
    expect(rulesOf('11.5')).toHaveLength(3)
  })

  it('has the budget package (seed 11.6)', () => {
    const [what = ''] = section('11.6').split('\n1. ')
    expect(rulesOf('11.6')).toEqual([plain(what), ...items('11.6').map(plain)])
    expect(rulesOf('11.6')).toHaveLength(5)
  })

  it('says of every rule a section that the seed has, but for its heading', () => {
    const without = program.rules.filter((rule) => rule.section === undefined)
    expect(without.map((rule) => rule.id)).toEqual(['purpose'])
    for (const rule of program.rules) if (rule.section !== undefined) expect(section(rule.section)).not.toBe('')
  })
})

describe('no sentence of the seed is lost', () => {
  /** Labels, and lines that other tests take apart: the lists of 4.1 to 4.3, the hits of 5, a crate of 6.1. */
  const elsewhere = [
    /^(Columns|Obligation codes|Evidence source codes|Gate rule for this bead|Command|Observed failure):$/,
    /^(Escalation SLA|Scoring scale|State transition rules|Escalation rules):$/,
    /^(runtime|net|fs|signal|process) has \d+ OS-risk hits\.$/,
    /^signal-hook \(\+ signal-hook-registry\)$/,
    /^(Bead|Generated): /,
    /^bytes, cancel, |^io, net, http, |^actor, app, audit, /,
  ]

  const prose = seed
    .replace(/<!--[\s\S]*?-->/, '')
    .replace(/```[\s\S]*?```/g, '')
    .split(/\n(?=\s*(?:\d+\. |- |#|\||\n))|(?<= {2})\n/)
    .map((line) => plain(line.replace(/^\s*(\d+\. |- )/, '')))
    .filter((line) => line !== '' && !/^[#|]/.test(line) && !elsewhere.some((known) => known.test(line)))

  const everything = texts(program).join('\n')
  const codeAndText =
    /^(PO-[A-Z]+|[UIR]-\*|Why|Interpretation|Purpose|asupersync-umelq\.[\d.]+\d|\w+ -> \w+)(?:: | )(.*?)\.?$/

  it.each(prose)('%s', (line) => {
    const sentence = (codeAndText.exec(line)?.[2] ?? line).replace(/[.:]$/, '')
    expect(everything.includes(sentence), sentence).toBe(true)
  })

  it('looks at all of them', () => {
    expect(prose.length).toBeGreaterThan(100)
  })
})
