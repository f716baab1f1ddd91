import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { judgeRunSeries } from '@/lib/domain/metric/run'
import { windowOf } from '@/lib/domain/window/window'
import { compileProgram } from '@/lib/program/compile'
import { loadProgram } from '@/lib/program/load'
import { resolveUpload } from './resolve'

/** The guide for CI engineers, docs/ci.md: its example is taken, and answered as it says. */

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')

const result = loadProgram(read('programs/asupersync-browser.yaml'))
if (!result.ok) throw new Error(JSON.stringify(result.faults))
const { catalog, windows } = compileProgram(result.loaded.program)

const [body, answer] = [...read('docs/ci.md').matchAll(/```json\n(.*?)```/gs)].map(
  ([, json = '']) => JSON.parse(json) as unknown,
)

describe('the example of the CI guide', () => {
  const now = Date.parse('2026-11-22T19:40:00Z')

  it('is an upload', () => {
    expect(resolveUpload(body, catalog, now)).toMatchObject({ ok: true })
  })

  it('is judged as the guide says', () => {
    const resolved = resolveUpload(body, catalog, now)
    const [sample] = resolved.ok ? resolved.samples : []
    if (sample === undefined) throw new Error('the example has no sample')
    const { measure, environment, value, observedAt } = sample
    const window = windowOf(windows, observedAt)
    const setting = { profile: sample.body.profile, environment, phase: 'alpha' }
    const { overall } = judgeRunSeries(measure, [{ value, observedAt, seed: null, source: null }], [window], setting, 0)
    const { verdict, limit, reasons } = overall.judgement
    expect(answer).toMatchObject({
      verdicts: [{ verdict, value, limit, reasons, unit: measure.unit, window: window.label, environment }],
    })
  })
})
