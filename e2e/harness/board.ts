import { type Browser, expect, type Page } from '@playwright/test'
import type { UserActor } from '@/lib/auth/actor'
import { openDatabase } from '@/lib/db/database'
import { databaseClock } from '@/lib/db/transact'
import { env } from '@/lib/env'
import { addRisk } from '@/lib/verbs/risk/add'
import { openInstallation } from '../../cli/installation/installation'
import type { RunningSignalbox } from './signalbox'

export const PROGRAM = 'asupersync-browser'

/** Someone in the meeting, in a browser of their own. */
export async function participant(browser: Browser, url: string, who: string): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1920, height: 1080 } })).newPage()
  await page.goto(`${url}/sign-in`)
  await page.getByRole('button', { name: who }).click()
  await page.waitForURL(/\/scoreboard/)
  return page
}

/** Adds risks of alternating scores to a demo, by the verb and as whoever owns the program. */
export async function addRisks({ data }: RunningSignalbox, count: number): Promise<void> {
  const installation = await openInstallation(() => {}, { ...env(), SIGNALBOX_DATA: data, SIGNALBOX_DEMO: true })
  const database = openDatabase(installation.url, 2)
  const context = { database, clock: databaseClock }
  try {
    const { userId } = await database.prisma.roleAssignment.findFirstOrThrow({
      where: { role: 'program-owner', endedAt: null },
    })
    const owner: UserActor = { kind: 'user', user: userId }
    for (let index = 1; index <= count; index += 1) {
      await addRisk(context, owner, {
        program: PROGRAM,
        risk: `RISK-MORE-${String(index).padStart(2, '0')}`,
        category: 'Operational',
        title: `Of the many, number ${index}`,
        statement: `What number ${index} would break, in a sentence as long as sentences of risks are.`,
        mitigation: 'Look at it in every sweep.',
        closure: 'Nothing of it was seen for 30 days.',
        cadenceText: 'Bi-weekly',
        review: 'bi-weekly',
        signals: ['Someone saw it'],
        gates: [],
        ownerRole: 'quality-owner',
        likelihood: (index % 5) + 1,
        impact: ((index * 2) % 5) + 1,
      })
    }
  } finally {
    await database.close()
    await installation.release()
  }
}

export const said = (page: Page) => page.getByRole('complementary', { name: 'What was said' })

export const live = (page: Page) => expect(page.getByText(/^Live\./)).toBeVisible({ timeout: 30_000 })

export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

/** Opens the form of a key and waits until it takes what is typed. */
export async function open(page: Page, key: string): Promise<void> {
  await press(page, key)
  await expect(page.locator('footer form')).toBeVisible()
}

/** The key of the item that the board stands at: RISK-TECH-01, or the number of an action. */
export const keyOf = async (page: Page): Promise<string> =>
  (await page.locator('article p .font-mono').first().innerText()).trim()

/** Where the board stands, and of how many. */
export async function standing(page: Page): Promise<{ ordinal: number; total: number }> {
  const [, ordinal, total] = /(\d+) of (\d+)/.exec(await page.locator('header').innerText()) ?? []
  return { ordinal: Number(ordinal), total: Number(total) }
}

/** Goes on by j and waits until the board is there: a header that is read at once still has the item before. */
export async function goOn(page: Page): Promise<number> {
  const { ordinal, total } = await standing(page)
  await press(page, 'j')
  await expect(page.locator('header').getByText(`${ordinal + 1} of ${total}`)).toBeVisible()
  return ordinal + 1
}

/** Says 1 and Enter of every item from where the board stands, each stored before the next, until it stands at `last`. */
export async function confirmUntil(page: Page, last: number): Promise<void> {
  for (let { ordinal } = await standing(page); ordinal < last; ordinal = await goOn(page)) await confirm(page)
}

export async function confirm(page: Page): Promise<void> {
  await open(page, '1')
  await press(page, 'Enter')
  const stored = said(page)
    .locator('li')
    .filter({ hasText: /Confirmed as it stands|is done/ })
  await expect(stored.first()).toBeVisible()
  await expect(said(page).getByText('not stored yet')).toHaveCount(0)
}
