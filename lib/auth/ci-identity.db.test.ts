import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runBody, sample } from '@/e2e/harness/body'
import { bundledProgram } from '@/cli/installation/bundled'
import { type TestDatabase, testDatabase, withProgram } from '@/e2e/harness/database'
import { type ProgramState, programState } from '@/lib/db/program-state'
import { acceptUpload } from '@/lib/verbs/upload/accept'
import type { CiActor } from './actor'
import { ciActor, IssuerUnreachable } from './ci-identity'

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey']

let test: TestDatabase
let server: Server
let issuer: string
let key: Key
let state: ProgramState

/** A CI's issuer: discovery and keys, as GitHub's or GitLab's. */
beforeAll(async () => {
  const pair = await generateKeyPair('RS256')
  key = pair.privateKey
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' }
  server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  test = await testDatabase('2026-11-18T12:00:00.000Z')
  const identities = `
ciIdentities:
  - { id: github, issuer: '${issuer}', audience: signalbox, require: { repository: example/asupersync },
      claims: { commit: sha, ref: ref, run: run_id, attempt: run_attempt }, gated: true }
  - { id: gone, issuer: 'http://127.0.0.1:9', audience: signalbox, require: {},
      claims: { commit: sha, ref: ref, run: run_id }, gated: true }
`
  await withProgram(test, bundledProgram() + identities)
  const found = await programState(test.context.database, test.context.database.pool, 'asupersync-browser')
  if (found === null) throw new Error('no program')
  state = found
})
afterAll(() => server.close())

const claims = {
  repository: 'example/asupersync',
  sha: '130e7d16e48874c24366e43b2f8eafe95562775f',
  ref: 'refs/heads/main',
  run_id: '4812',
  run_attempt: '2',
}

function token(
  more: Record<string, unknown> = {},
  { audience = 'signalbox', expires = '5m', by = key, from = issuer } = {},
): Promise<string> {
  return new SignJWT({ ...claims, ...more })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setIssuer(from)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(by)
}

async function actor(): Promise<CiActor> {
  const found = await ciActor(await token(), state)
  if (found === null) throw new Error('the token does not hold')
  return found
}

describe("a CI's own token", () => {
  it('speaks for the run it names', async () => {
    expect(await actor()).toMatchObject({
      kind: 'ci',
      identity: 'github',
      gated: true,
      claims: { run: '4812-2', ref: 'refs/heads/main' },
    })
  })

  it.each([
    ['of another repository', () => token({ repository: 'evil/fork' })],
    ['for another audience', () => token({}, { audience: 'someone-else' })],
    ['that has expired', () => token({}, { expires: '-1m' })],
    ['signed by another key', async () => token({}, { by: (await generateKeyPair('RS256')).privateKey })],
    ['of an issuer the program does not name', () => token({}, { from: 'http://127.0.0.1:1' })],
    ['without the claims the program reads', () => token({ run_attempt: undefined })],
    ['that is none', () => Promise.resolve('a.b.c')],
  ])('is not believed %s', async (_, made) => {
    expect(await ciActor(await made(), state)).toBeNull()
  })

  it('cannot be checked while its issuer cannot be reached', async () => {
    await expect(ciActor(await token({}, { from: 'http://127.0.0.1:9' }), state)).rejects.toBeInstanceOf(
      IssuerUnreachable,
    )
  })

  it('sets run, commit and ref: a body that says otherwise is refused by path', async () => {
    const send = async (run: object) =>
      acceptUpload(test.context, await actor(), {
        program: 'asupersync-browser',
        key: null,
        bytes: Buffer.from(JSON.stringify(runBody(run, [sample('M-PERF-01A', 1, 'bytes')]))),
      })
    await expect(send({ id: '4812-1', commit: 'abcdef0', ref: 'refs/heads/release/1' })).rejects.toMatchObject({
      status: 422,
      faults: [{ path: 'run.id' }, { path: 'run.commit' }, { path: 'run.ref' }],
    })
    expect((await send({ id: '4812-2', commit: claims.sha })).run).toMatchObject({ id: '4812-2', gated: true })
  })
})
