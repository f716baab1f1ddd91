import type { Browser, Locator, Page } from '@playwright/test'
import { expect, watch } from './journey'

/** People of one demo who decide in the browser, each in a context of their own. */
export interface Chamber {
  /** The program's pages: `http://localhost:3000/asupersync-browser`. */
  base: string
  /** Signs in as the holder of a role, with an authenticator that verifies its user. */
  enter(browser: Browser, who: string): Promise<Page>
  /** What the pages of everyone who entered complained of. */
  complaints: string[]
}

export function chamber(url: string, program = 'asupersync-browser'): Chamber {
  const complaints: string[] = []
  return {
    base: `${url}/${program}`,
    complaints,
    async enter(browser, who) {
      const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
      watch(page, complaints)
      await authenticator(page)
      await page.goto(`${url}/sign-in`)
      await page.getByRole('button', { name: who }).click()
      await page.waitForURL(/\/scoreboard/)
      return page
    },
  }
}

async function authenticator(page: Page): Promise<void> {
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
}

export async function enrol(page: Page, base: string, name: string): Promise<void> {
  await page.goto(`${base}/keys`)
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Enrol a key' }).click()
  await expect(page.getByText('It counts once someone else has confirmed it.')).toBeVisible()
}

/** Confirms someone's key, by way of what waits for the reader. */
export async function confirmKey(page: Page, name: string): Promise<void> {
  await page
    .getByRole('link', { name: /^Waits for me/ })
    .first()
    .click()
  await page.getByRole('listitem').filter({ hasText: name }).getByRole('link').click()
  await page.getByRole('button', { name: new RegExp(`“${name}”`) }).click()
  await expect(page.getByRole('button', { name: new RegExp(`“${name}”`) })).toHaveCount(0)
}

/** Puts a question: opens the form of its kind, lets it be filled, and proposes. Answers with the decision's address. */
export async function propose(page: Page, base: string, kind: string, fill: () => Promise<void>): Promise<string> {
  await page.goto(`${base}/decisions/new?kind=${kind}`)
  await fill()
  await page.getByLabel('Recommendation').fill('As the facts say.')
  await page.getByRole('button', { name: 'Propose decision' }).click()
  await page.waitForURL(/\/decisions\/\d+$/)
  return page.url()
}

export const dayAhead = (days: number): string =>
  new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10)

/** Fills the form of a waiver of missing data of a series, for the window that is open. */
export async function fillWaiver(page: Page, series: string, reason: string): Promise<void> {
  await page.getByLabel('Series', { exact: true }).selectOption({ label: series })
  for (const name of ['from', 'to']) await page.locator(`select[name="input.${name}"]`).selectOption({ index: 1 })
  await page.getByLabel('Expires').fill(dayAhead(4))
  await page.getByLabel('Reason').fill(reason)
  await page.getByLabel('Evidence').fill('https://ci.example.test/lab')
}

/** Fills the form of a remediation plan. */
export async function fillPlan(page: Page, metric: string): Promise<void> {
  await page.locator('select[name="input.metric"]').selectOption(metric)
  await page.getByLabel('Owner').selectOption({ index: 1 })
  await page.getByLabel('Done by').fill(dayAhead(20))
  await page.getByLabel('Plan', { exact: true }).fill('Start colder parts later.')
}

export async function sealPacket(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Seal packet/ }).click()
  await expect(page.getByText('Sealed, open', { exact: true })).toBeVisible()
}

/** The votes beside the packet, and what one may do. */
export const votes = (page: Page): Locator => page.getByRole('complementary', { name: 'Votes and acts' })

/** The form in which a seat's vote is signed. */
export const ballot = (page: Page, seat: string): Locator =>
  page.locator('form').filter({ has: page.getByRole('heading', { name: new RegExp(`^Your vote as ${seat}`) }) })

interface Signed {
  /** Without a key, where the demo lets the session sign. */
  session?: boolean
  vote?: 'approve' | 'reject'
}

/** Fills a seat's form and presses its button; what comes of it is the caller's to see. */
export async function sign(
  page: Page,
  seat: string,
  { session = false, vote = 'approve' }: Signed = {},
): Promise<void> {
  const form = ballot(page, seat)
  await form.getByLabel('Rationale').fill(`Read and found right, by the ${seat}.`)
  if (session) await withoutKey(form)
  await form.getByRole('button', { name: `Sign as ${seat}: ${vote}` }).click()
  // No key asks: the page does, once more.
  if (session && vote === 'reject') {
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: `Sign as ${seat}: reject` })
      .click()
  }
}

async function withoutKey(form: Locator): Promise<void> {
  const keys = form.getByLabel('Sign with')
  if ((await keys.count()) > 0) await keys.selectOption({ label: 'no key: attested by the operator' })
}

/** Makes whoever stands first among those who may the owner of a risk. */
export async function giveOwner(page: Page, base: string, risk: string): Promise<void> {
  await page.goto(`${base}/risks/${risk}`)
  await page.getByRole('main').getByRole('link', { name: 'Assign owner' }).first().click()
  const panel = page.getByRole('complementary').filter({ has: page.getByRole('link', { name: /^Close/ }) })
  await panel.getByLabel('Owner').selectOption({ index: 1 })
  await panel.getByRole('button', { name: 'Assign owner' }).click()
  await expect(panel.getByRole('status')).toBeVisible()
}

/** Saves what a link downloads. */
export async function download(page: Page, name: string, file: string): Promise<void> {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
  await saved.saveAs(file)
}
