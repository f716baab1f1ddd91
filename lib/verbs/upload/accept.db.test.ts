import { beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { acceptUpload } from './accept'

let test: TestDatabase
let token: Awaited<ReturnType<typeof withProgram>>

beforeAll(async () => {
  test = await testDatabase('2026-11-18T12:00:00Z')
  token = await withProgram(test)
})

describe('acceptUpload', () => {
  it('works', async () => {
    const body = {
      run: {
        id: 'r1',
        commit: 'a'.repeat(40),
        ref: 'refs/heads/main',
        startedAt: '2026-11-18T11:00:00Z',
        gated: true,
        complete: true,
      },
      samples: [
        {
          metric: 'M-PERF-01A',
          value: 272377,
          unit: 'bytes',
          observedAt: '2026-11-18T11:30:00Z',
          artifact: { uri: 's3://x' },
          profile: 'core-min',
          environment: { class: 'ci', toolchain: 'rustc' },
          command: 'cargo build',
        },
      ],
    }
    const bytes = Buffer.from(JSON.stringify(body))
    const answer = await acceptUpload(test.context, token, { program: 'asupersync-browser', key: null, bytes })
    console.log(JSON.stringify(answer, null, 1))
    expect(answer.verdicts[0]?.verdict).toBe('pass')
    for (let k = 0; k < 3; k++) {
      const t = performance.now()
      for (let i = 0; i < 100; i++) {
        await acceptUpload(test.context, token, {
          program: 'asupersync-browser',
          key: null,
          bytes: Buffer.from(JSON.stringify({ ...body, run: { ...body.run, id: `x${k}-${i}` } })),
        })
      }
      console.log('ms per upload', (performance.now() - t) / 100)
    }
  })
})
