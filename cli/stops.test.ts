import { describe, expect, it } from 'vitest'
import { stopLines } from './stops'

const page = (incident: number): string => `/asupersync-browser/incidents/${incident}`

describe('what an upload stopped', () => {
  it('is a line each, with the address to go to', () => {
    expect(
      stopLines(
        [
          { incident: 3, kind: 'kill', criteria: ['obligation-leak', 'ownership-break'], page: page(3) },
          { incident: 4, kind: 'rollback', criteria: ['artifact-gap'], page: page(4) },
          { incident: 5, kind: 'review', criteria: ['M-COR-03'], page: page(5) },
        ],
        'http://localhost:3000',
      ),
    ).toEqual([
      'STOPPED: incident 3: obligation-leak, ownership-break (http://localhost:3000/asupersync-browser/incidents/3)',
      'STOPPED: incident 4: artifact-gap (http://localhost:3000/asupersync-browser/incidents/4)',
      'Under review: review 5: M-COR-03 (http://localhost:3000/asupersync-browser/incidents/5)',
    ])
  })

  it('is nothing where nothing was stopped, or where an older server says nothing of it', () => {
    expect(stopLines([], 'http://localhost:3000')).toEqual([])
    expect(stopLines(undefined, 'http://localhost:3000')).toEqual([])
  })
})
