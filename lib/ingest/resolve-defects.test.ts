import { describe, expect, it } from 'vitest'
import type { Catalog } from '@/lib/domain/metric/catalog'
import { resolveUpload } from './resolve'

const now = Date.parse('2026-11-20T12:00:00.000Z')

const catalog: Catalog = {
  measures: new Map(),
  split: new Map(),
  profiles: new Set(['core']),
  environments: ['ci'],
  evidence: new Set(),
  surfaces: new Set(['runtime', 'net']),
  defectKinds: new Set(['security']),
  defectSeverities: new Set(['P0', 'low']),
}

const run = {
  id: 'r1',
  commit: 'abcdef0',
  ref: 'refs/heads/main',
  startedAt: '2026-11-20T11:00:00.000Z',
  gated: true,
  complete: true,
}

const defect = {
  id: 'D-1',
  kind: 'security',
  severity: 'P0',
  surface: 'net',
  opened: '2026-11-19T11:00:00.000Z',
}

function faults(defects: unknown, known: Catalog = catalog): [string, string][] {
  const resolved = resolveUpload({ run, defects }, known, now)
  return resolved.ok ? [] : resolved.faults.map(({ path, code }) => [path, code])
}

describe('defects of an upload', () => {
  it('are taken where the program knows what they name', () => {
    const { surface: _, ...anywhere } = defect
    expect(faults([defect, { ...anywhere, id: 'D-2', severity: 'low' }])).toEqual([])
    expect(faults([])).toEqual([])
  })

  it('are refused, all at once, where it does not', () => {
    const wrong = { ...defect, kind: 'Security', severity: 'p0', surface: 'toString' }
    expect(faults([defect, { ...wrong, id: 'D-2' }, { ...defect, id: 'D-3', severity: 'worst' }])).toEqual([
      ['defects.1.kind', 'unknown_kind'],
      ['defects.1.severity', 'unknown_severity'],
      ['defects.1.surface', 'unknown_surface'],
      ['defects.2.severity', 'unknown_severity'],
    ])
  })

  it('name what is known beside faults of shape', () => {
    expect(faults([{ ...defect, kind: 'other', severity: 5 }])).toEqual([
      ['defects.0.severity', 'invalid_type'],
      ['defects.0.kind', 'unknown_kind'],
    ])
  })

  it('name any surface where the program has none', () => {
    expect(faults([{ ...defect, surface: 'anything' }], { ...catalog, surfaces: null })).toEqual([])
  })

  it.each([
    ['kinds', { ...catalog, defectKinds: null }],
    ['severities', { ...catalog, defectSeverities: null }],
  ])('are refused, an empty list too, by a program without %s', (_, known) => {
    expect(faults([defect], known)).toEqual([['defects', 'no_defects']])
    expect(faults([], known)).toEqual([['defects', 'no_defects']])
    expect(faults(undefined, known)).toEqual([])
  })
})
