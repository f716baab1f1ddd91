import path from 'node:path'
import type { Page } from '@playwright/test'
import { demo, expect, signIn, test } from './harness/journey'
import { projectRoot } from '../cli/installation/folder'

/** The README's pictures: each page shows what the README says of it, and is drawn when SIGNALBOX_PICTURES is set. */

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.SIGNALBOX_PICTURES !== '1') return
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: path.join(projectRoot, 'docs/pictures', `${name}.png`), animations: 'disabled' })
}

test.describe('the pictures', () => {
  test('of the scoreboard, of why, of a metric and of a run', async ({ page }) => {
    const at = `${demo().url}/asupersync-browser`
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1280, height: 900 })
    await signIn(page, 'Program owner')
    await expect(page.getByRole('region', { name: 'Program status' })).toContainText('What would turn it Green')
    await picture(page, 'scoreboard')

    await page.goto(`${at}/scoreboard?why=M-PERF-02`)
    await expect(page.getByRole('complementary', { name: /M-PERF-02/ })).toContainText('SHA-256')
    await picture(page, 'why')

    await page.setViewportSize({ width: 1280, height: 990 })
    await page.goto(`${at}/metrics/M-PERF-02`)
    await expect(page.getByText(/^limit \d+ ms$/).first()).toBeVisible()
    await picture(page, 'metric')

    await page.goto(`${at}/runs/2`)
    await expect(page.getByRole('heading', { level: 2, name: 'Commands' })).toBeVisible()
    await picture(page, 'run')
  })

  test('of the scoreboard on a phone, in the dark', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await signIn(page, 'Viewer')
    await expect(page.getByRole('heading', { level: 1, name: 'Scoreboard' })).toBeVisible()
    await picture(page, 'phone')
  })
})
