import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { expect, type Page, test } from '@playwright/test'
import { type RunningSignalbox, removeInstallation, startSignalbox } from './harness/signalbox'
import { freePort } from '../cli/installation/postgres'

/** A real OIDC server on loopback; its login takes any name as the subject. Everyone has the same e-mail address. */
async function startProvider(redirect: string): Promise<{ issuer: string; server: Server }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'signalbox',
        client_secret: 'not-secret',
        redirect_uris: [redirect],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `Name of ${id}`, email: 'shared@example.test', email_verified: true }),
    }),
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => void answer(request, response))
  return { issuer, server }
}

test.describe('single sign-on', () => {
  let signalbox: RunningSignalbox
  let provider: { issuer: string; server: Server }

  test.beforeAll(async () => {
    const port = (await freePort(0)) ?? 0
    provider = await startProvider(`http://localhost:${port}/api/auth/callback/oidc`)
    signalbox = await startSignalbox({
      PORT: String(port),
      SIGNALBOX_DEMO: '0',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'signalbox',
      OIDC_CLIENT_SECRET: 'not-secret',
      OIDC_NAME: 'Example ID',
      SIGNALBOX_ADMIN: `${provider.issuer} ada`,
    })
  })
  test.afterAll(async () => {
    await removeInstallation(signalbox)
    provider.server.closeAllConnections()
    provider.server.close()
  })

  async function signInAs(page: Page, subject: string): Promise<void> {
    await page.context().clearCookies()
    await page.goto(`${signalbox.url}/sign-in`)
    await page.getByRole('button', { name: 'Continue with Example ID' }).click()
    await page.getByPlaceholder('Enter any login').fill(subject)
    await page.getByPlaceholder('and password').fill('any')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.waitForURL(/\/scoreboard/)
  }

  test('recognises people by issuer and subject, never by e-mail, and names the first administrator', async ({
    page,
  }) => {
    await signInAs(page, 'ada')
    await expect(page.getByRole('complementary').getByText('Name of ada')).toBeVisible()
    await expect(page.getByRole('link', { name: 'API tokens' })).toBeVisible()

    await signInAs(page, 'bob')
    await expect(page.getByRole('complementary').getByText('Name of bob')).toBeVisible()
    await expect(page.getByRole('link', { name: 'API tokens' })).toHaveCount(0)
    await page.getByRole('link', { name: 'People' }).click()
    await expect(page.getByRole('row', { name: /Name of ada/ })).toBeVisible()
    await expect(page.getByRole('row', { name: /Name of bob/ })).toBeVisible()

    await signInAs(page, 'ada')
    await page.getByRole('link', { name: 'People' }).click()
    await expect(page.getByRole('row', { name: /Name of ada/ })).toHaveCount(1)
  })

  test('offers no demo account, whoever asks', async ({ page }) => {
    await page.goto(`${signalbox.url}/sign-in`)
    await expect(page.getByRole('heading', { name: 'Demo accounts' })).toHaveCount(0)
    const csrf = (await (await page.request.get(`${signalbox.url}/api/auth/csrf`)).json()) as { csrfToken: string }
    const answer = await page.request.post(`${signalbox.url}/api/auth/callback/demo`, {
      headers: { Origin: signalbox.url },
      form: { csrfToken: csrf.csrfToken, account: 'program-owner', json: 'true' },
    })
    expect(answer.status()).toBe(401)
  })
})
