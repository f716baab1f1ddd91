import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from './findings'
import { type Firing, firing, isStopSignal, type OpenCriterion, signalId } from './firing'
import { quiet, type Standing, type Turn, turnOf } from './turns'

const finding = (watcher: string, key: string, says: Finding['says'] = 'fail'): Finding => ({
  watcher,
  signal: watcher,
  key,
  says,
  runs: 1,
  statement: `${key} failed`,
  artifact: null,
  observedAt: 1,
})

const turn = (watcher: string, key: string, what: Turn['turn']): Turn => ({
  finding: finding(watcher, key),
  turn: what,
  after: { failing: what === 'fired' || what === 'again', streak: 0 },
})

const open = (criterion: string, incident: number, keys: string[]): OpenCriterion => ({
  criterion,
  incident,
  keys: new Set(keys),
})

const told = ({ added, fired }: Firing): string[] => [
  ...added.map((one) => `${one.criterion}/${one.finding.key} to ${one.incident}`),
  ...fired.map((one) => `${one.criterion} fires by ${one.findings.map(({ key }) => key).join(' ')}`),
]

describe('what a run does to incidents', () => {
  it.each<[string, Turn[], OpenCriterion[], string[]]>([
    ['a signal that turns to fail fires', [turn('kill:leak', 'a', 'fired')], [], ['leak fires by a']],
    ['a rollback trigger as well', [turn('rollback:gap', 'a', 'fired')], [], ['gap fires by a']],
    ['a risk’s signal does not', [turn('risk:R-1', 'a', 'fired')], [], []],
    [
      'two signals of one criterion fire it once',
      [turn('kill:leak', 'a', 'fired'), turn('kill:leak', 'b', 'fired')],
      [],
      ['leak fires by a b'],
    ],
    [
      'criteria fire in the order of their ids',
      [turn('kill:z', 'a', 'fired'), turn('kill:a', 'a', 'fired')],
      [],
      ['a fires by a', 'z fires by a'],
    ],
    ['one that passes fires nothing', [turn('kill:leak', 'a', 'passed'), turn('kill:leak', 'b', 'none')], [], []],
    [
      'a further signal is evidence of the open one',
      [turn('kill:leak', 'b', 'fired')],
      [open('leak', 7, ['a'])],
      ['leak/b to 7'],
    ],
    ['one that fails again is too', [turn('kill:leak', 'a', 'again')], [open('leak', 7, ['a'])], ['leak/a to 7']],
    ['one that a decision silenced says nothing', [turn('kill:leak', 'a', 'again')], [], []],
    ['nor to an incident that others opened', [turn('kill:leak', 'a', 'again')], [open('leak', 8, ['b'])], []],
    [
      'an incident of another criterion takes nothing',
      [turn('kill:leak', 'a', 'fired')],
      [open('size', 7, ['a'])],
      ['leak fires by a'],
    ],
  ])('%s', (_, turns, standing, expected) => {
    expect(told(firing(turns, standing))).toEqual(expected)
  })

  it('counts what one run fails once: evidence again, or fired anew after a decision, it comes to nothing', () => {
    const ofRun = new Set([signalId('leak', 'a')])
    const again = firing([turn('kill:leak', 'a', 'again')], [open('leak', 7, ['a'])], ofRun)
    expect([told(again), again.spent]).toEqual([[], []])
    const anew = turn('kill:leak', 'a', 'fired')
    const after = firing([anew, turn('kill:leak', 'b', 'fired')], [], ofRun)
    expect([told(after), after.spent]).toEqual([['leak fires by b'], [anew]])
  })

  it('waits for a look at what is open only where a criterion’s signal fails', () => {
    expect(isStopSignal(turn('kill:leak', 'a', 'fired'))).toBe(true)
    expect(isStopSignal(turn('rollback:gap', 'a', 'again'))).toBe(true)
    expect(isStopSignal(turn('kill:leak', 'a', 'passed'))).toBe(false)
    expect(isStopSignal(turn('risk:R-1', 'a', 'fired'))).toBe(false)
  })

  it('over any history opens an incident exactly where a spell of failures begins with none open', () => {
    const step = fc.constantFrom('fail', 'pass', 'silence', 'forget')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        // A model: continue and override silence a spell, other endings let what still fails fire again.
        let standing: Standing = quiet
        let incident: OpenCriterion | null = null
        let opened = 0
        let [spell, silenced, expected] = [false, false, 0]
        for (const what of steps) {
          if (what === 'silence' || what === 'forget') {
            if (incident !== null) {
              silenced = what === 'silence' && spell
              if (what === 'forget') standing = { ...standing, failing: false }
            }
            incident = null
            continue
          }
          const next = turnOf(finding('kill:leak', 'a', what), standing, true)
          standing = next.after
          const { fired, added } = firing([next], incident === null ? [] : [incident])
          if (what === 'pass') [spell, silenced] = [false, false]
          else {
            if (incident === null && !silenced) expected += 1
            spell = true
          }
          if (fired.length > 0) {
            opened += 1
            incident = open('leak', opened, ['a'])
          }
          expect(added.every((one) => one.incident === opened)).toBe(true)
        }
        expect(opened).toBe(expected)
      }),
    )
  })
})
