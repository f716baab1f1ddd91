import { describe, expect, it } from 'vitest'
import { compileProgram } from './compile'
import { bundled, pump } from './fixtures/seed'

describe('what samples and defects may name', () => {
  it('has the scale of defects, and every surface and module, whatever its class', () => {
    const { catalog } = compileProgram(bundled())
    expect([...(catalog.defectKinds ?? [])]).toEqual([
      'correctness',
      'security',
      'performance',
      'regression',
      'integration',
    ])
    expect([...(catalog.defectSeverities ?? [])]).toEqual(['P0', 'critical', 'high', 'medium', 'low'])
    expect(catalog.surfaces?.size).toBe(57)
    for (const id of ['runtime', 'net', 'lab']) expect(catalog.surfaces?.has(id)).toBe(true)
  })

  it('has null where the program has no such section', () => {
    const { defects: _, ...program } = pump()
    expect(compileProgram(program).catalog).toMatchObject({
      defectKinds: null,
      defectSeverities: null,
      surfaces: null,
    })
    expect([...(compileProgram(pump()).catalog.defectSeverities ?? [])]).toEqual(['severe', 'minor'])
  })
})
