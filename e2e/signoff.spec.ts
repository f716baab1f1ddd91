import type { Browser, Page } from '@playwright/test'
import { axeFindings, expect, overflows, test } from './harness/journey'
import { type RunningSignalbox, removeInstallation, startSignalbox } from './harness/signalbox'

/** A demo of its own: what these journeys decide, others would see. */
let signalbox: RunningSignalbox
const base = (): string => `${signalbox.url}/asupersync-browser`

test.describe.configure({ mode: 'serial' })
test.setTimeout(240_000)
test.beforeAll(async () => {
  test.setTimeout(400_000)
  signalbox = await startSignalbox({ SIGNALBOX_DEMO: '1' })
})
test.afterAll(async () => removeInstallation(signalbox))

/** Someone in a browser of their own, with an authenticator that verifies its user. */
async function signedIn(browser: Browser, who: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(`${signalbox.url}/sign-in`)
  await page.getByRole('button', { name: who }).click()
  await page.waitForURL(/\/scoreboard/)
  return page
}

async function enrol(page: Page, name: string): Promise<void> {
  await page.goto(`${base()}/keys`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Enrol a key' }).click()
  await expect(page.getByText('It counts once someone else has confirmed it.')).toBeVisible()
}

async function confirm(page: Page, name: string): Promise<void> {
  await page
    .getByRole('link', { name: /^Waits for me/ })
    .first()
    .click()
  await page.getByRole('listitem').filter({ hasText: name }).getByRole('link').click()
  await page.getByRole('button', { name: new RegExp(`“${name}”`) }).click()
  await expect(page.getByRole('button', { name: new RegExp(`“${name}”`) })).toHaveCount(0)
}

async function sign(page: Page, number: number, seat: string, vote: 'approve' | 'reject' = 'approve'): Promise<void> {
  await page.goto(`${base()}/decisions/${number}`)
  await page.getByLabel('Rationale').fill('I have read the packet.')
  await page.getByRole('button', { name: `Sign as ${seat}: ${vote}` }).click()
}

const seats = ['Runtime architect', 'Reliability lead', 'Security lead'] as const
let voters: Page[] = []
let owner: Page

test('keys are enrolled, and each is confirmed by another seat of the council', async ({ browser }) => {
  voters = []
  for (const seat of seats) voters.push(await signedIn(browser, seat))
  owner = await signedIn(browser, 'Program owner')
  for (const [index, page] of voters.entries()) await enrol(page, `Key of the ${seats[index]}`)
  const [first] = voters
  if (first === undefined) throw new Error('nobody signed in')
  await expect(first.getByRole('button', { name: /“Key of the Runtime architect”/ })).toHaveCount(0)
  for (const [index, page] of voters.entries()) await confirm(page, `Key of the ${seats[(index + 1) % seats.length]}`)
  await first.goto(`${base()}/keys`)
  await expect(first.getByText('Counts', { exact: true })).toBeVisible()
  await first.goto(`${base()}/inbox`)
  await expect(first.getByText('Keys confirmed in your councils')).toBeVisible()
})

test('the triad signs a waiver by passkey, each in a browser of their own, and nobody reloads to see it', async () => {
  await owner.goto(`${base()}/decisions/new?kind=waiver`)
  for (const name of ['target', 'verdict', 'from', 'to']) {
    await owner.locator(`select[name="input.${name}"]`).selectOption({ index: 1 })
  }
  const soon = new Date(Date.now() + 4 * 24 * 3_600_000).toISOString().slice(0, 10)
  await owner.getByLabel('Expires').fill(soon)
  await owner.getByLabel('Reason').fill('The lab is closed.')
  await owner.getByLabel('Evidence').fill('https://ci.example.test/lab')
  await owner.getByLabel('Recommendation').fill('Waive it for this window.')
  await owner.getByRole('button', { name: 'Propose decision' }).click()
  await owner.waitForURL(/\/decisions\/1$/)
  await owner.getByRole('button', { name: 'Seal packet' }).click()
  await expect(owner.getByText('Sealed, open', { exact: true })).toBeVisible()
  for (const [index, page] of voters.entries()) {
    await sign(page, 1, seats[index] ?? '')
    await expect(owner.getByRole('complementary', { name: 'Votes and acts' }).getByText('passkey,')).toHaveCount(
      index + 1,
    )
  }
  await expect(owner.getByText('Approved', { exact: true }).first()).toBeVisible()
})

test('decision pages have no axe findings and no sideways scroll at 1280 and 390 px, light and dark', async () => {
  for (const scheme of ['light', 'dark'] as const) {
    await owner.emulateMedia({ colorScheme: scheme })
    for (const width of [1280, 390]) {
      await owner.setViewportSize({ width, height: 900 })
      for (const path of ['/decisions/1', '/decisions', '/decisions/new?kind=waiver', '/packets', '/keys', '/inbox']) {
        await owner.goto(`${base()}${path}`)
        expect(await axeFindings(owner), `${path} ${scheme} ${width}`).toEqual([])
        expect(await overflows(owner), `${path} ${scheme} ${width}`).toBe(false)
      }
    }
  }
})
