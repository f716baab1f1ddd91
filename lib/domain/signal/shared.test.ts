import { describe, expect, it } from 'vitest'
import type { SignalBinding } from '../risk/event'
import { criteriaOf, isShared, reviewedMetrics } from './shared'

const obligation = (id: string): SignalBinding => ({ kind: 'obligation', obligation: id })
const metric = (id: string): SignalBinding => ({ kind: 'metric', metric: id })
const evidence = (...ids: string[]): SignalBinding => ({ kind: 'evidence', ids })
const kind = (evidenceKind: string): SignalBinding => ({ kind: 'evidenceKind', evidenceKind })
const cap = (...metrics: string[]): SignalBinding => ({ kind: 'hardCap', metrics, runs: 2 })
const declared: SignalBinding = { kind: 'declared', text: 'Someone saw it' }

describe('two signals', () => {
  it.each<[string, SignalBinding, SignalBinding, boolean]>([
    ['of one obligation', obligation('PO-OWN'), { ...obligation('PO-OWN'), kinds: ['R'] } as SignalBinding, true],
    ['of two obligations', obligation('PO-OWN'), obligation('PO-CAN'), false],
    ['of a metric and its hard cap', metric('M-PERF-01'), cap('M-PERF-01', 'M-PERF-02'), true],
    ['of two metrics', metric('M-PERF-01'), cap('M-PERF-02'), false],
    ['with an evidence id in common', evidence('U-SEC-01', 'R-A-01'), evidence('R-A-01'), true],
    ['with ids of one kind alone', evidence('R-A-01'), evidence('R-B-01'), false],
    ['of a kind and an id of it', kind('R'), evidence('U-A-01', 'R-A-01'), true],
    ['of a kind and ids of others', kind('R'), evidence('REL-A-01'), false],
    ['of one kind', kind('R'), kind('R'), true],
    ['that people declare', declared, declared, false],
  ])('%s', (_, one, other, shared) => {
    expect([isShared(one, other), isShared(other, one)]).toEqual([shared, shared])
  })
})

describe('the criteria of a risk', () => {
  const criteria = [
    { id: 'ownership-break', signals: [obligation('PO-OWN'), declared], trigger: 'rollback' },
    { id: 'leak', signals: [obligation('PO-OBL')], trigger: 'rollback' },
    { id: 'size', signals: [metric('M-PERF-01')] },
  ]

  it('are those that watch what it watches, with the rollback triggers they name, each once', () => {
    expect(criteriaOf([obligation('PO-OWN'), obligation('PO-OBL')], criteria)).toEqual([
      'ownership-break',
      'rollback',
      'leak',
    ])
    expect(criteriaOf([metric('M-PERF-01')], criteria)).toEqual(['size'])
  })

  it('are none where only people see it', () => {
    expect(criteriaOf([declared], criteria)).toEqual([])
    expect(criteriaOf([], criteria)).toEqual([])
  })
})

describe('the metrics whose review concerns a risk', () => {
  const metrics = [
    { id: 'M-COR-03', measures: [{ id: 'M-COR-03' }] },
    { id: 'M-PERF-01', measures: [{ id: 'M-PERF-01A' }, { id: 'M-PERF-01B' }] },
    { id: 'M-PERF-03', measures: [{ id: 'M-PERF-03' }] },
  ]

  it.each<[string, SignalBinding[], string[]]>([
    ['that a signal is bound to', [metric('M-COR-03'), declared], ['M-COR-03']],
    ['whose measure a signal is bound to', [metric('M-PERF-01B')], ['M-PERF-01']],
    ['whose hard cap a signal watches', [cap('M-PERF-01', 'M-PERF-03')], ['M-PERF-01', 'M-PERF-03']],
    ['are none of an obligation of that name', [obligation('M-COR-03'), evidence('M-COR-03')], []],
    ['are none without signals', [], []],
  ])('%s', (_, signals, ids) => {
    expect(reviewedMetrics(signals, metrics)).toEqual(ids)
  })
})
