import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { problemSchema } from '../lib/http/schemas'
import { demo, expect, test, tokenOf } from './harness/journey'
import { runCli } from './harness/signalbox'

interface Listed {
  id: number
  sha256: string
  decided: boolean
}

test.describe('packets by the API', () => {
  const packets = (program = 'asupersync-browser'): string => `${demo().url}/api/v1/programs/${program}/packets`
  const read = async (url: string, token: string | null): Promise<Response> =>
    fetch(url, token === null ? {} : { headers: { Authorization: `Bearer ${token}` } })
  const listed = async (token: string): Promise<Listed[]> =>
    ((await (await read(packets(), token)).json()) as { packets: Listed[] }).packets

  test('are the very bytes of their digest, and a bundle is what signalbox verify says yes to', async () => {
    const token = await tokenOf(demo(), ['--scope', 'read'])
    const settings = { SIGNALBOX_DATA: demo().data, PORT: String(demo().port) }
    const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-packets-'))
    const found = (await listed(token)).find(({ decided }) => decided)
    const bytes = Buffer.from(await (await read(`${packets()}/${found?.id}`, token)).arrayBuffer())
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(found?.sha256)
    const bundle = await read(`${packets()}/${found?.id}/bundle`, token)
    expect(bundle.status).toBe(200)
    writeFileSync(path.join(folder, 'bundle.json'), Buffer.from(await bundle.arrayBuffer()))
    writeFileSync(path.join(folder, 'trust.json'), (await runCli(['register', 'trust'], settings)).stdout)
    const verify = ['verify', path.join(folder, 'bundle.json'), '--trust', path.join(folder, 'trust.json')]
    expect(await runCli(verify)).toMatchObject({ code: 0, stderr: '' })
    rmSync(folder, { recursive: true })
  })

  test('are refused in problem+json where there is none, where it is not decided, and without a token', async () => {
    const token = await tokenOf(demo(), ['--scope', 'upload'])
    const open = (await listed(token)).find(({ decided }) => !decided)
    const refused = async (url: string, by: string | null): Promise<[number, string]> => {
      const answer = await read(url, by)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      const { status, code } = problemSchema.parse(await answer.json())
      expect(status).toBe(answer.status)
      return [status, code]
    }
    expect(await refused(`${packets()}/${open?.id}/bundle`, token)).toEqual([409, 'not_decided'])
    for (const id of ['0', '999999', '-1', 'x', '1.5', '99999999999999']) {
      expect(await refused(`${packets()}/${id}`, token)).toEqual([404, 'not_found'])
      expect(await refused(`${packets()}/${id}/bundle`, token)).toEqual([404, 'not_found'])
    }
    expect(await refused(`${packets()}/1%00`, token)).toEqual([400, 'unreadable'])
    expect(await refused(`${packets('other')}/1`, token)).toEqual([404, 'not_found'])
    expect(await refused(`${packets()}/1`, null)).toEqual([401, 'no_token'])
    expect(await refused(`${packets()}/1/bundle`, 'sbx_unknown')).toEqual([401, 'bad_token'])
  })
})
