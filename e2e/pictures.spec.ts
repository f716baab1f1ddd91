import { demo, expect, signIn, test } from './harness/journey'
import { picture } from './harness/picture'

/** The README's pictures: each page shows what the README says of it, and is drawn when SIGNALBOX_PICTURES is set. */

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

    await page.setViewportSize({ width: 1280, height: 1090 })
    await page.goto(`${at}/metrics/M-PERF-02`)
    await expect(page.getByText(/^limit \d+ ms$/).first()).toBeVisible()
    await picture(page, 'metric')

    await page.goto(`${at}/runs/2`)
    await expect(page.getByRole('heading', { level: 2, name: 'Commands' })).toBeVisible()
    await picture(page, 'run')
  })

  test('of a gate and of a packet that waits for votes', async ({ page }) => {
    const at = `${demo().url}/asupersync-browser`
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize({ width: 1280, height: 900 })
    await signIn(page, 'Reliability lead')
    await page.goto(`${at}/gates/alpha/entry`)
    await expect(page.getByRole('row', { name: /No unowned risk/ })).toContainText('RISK-SUP-02')
    await picture(page, 'gate')

    await page.goto(`${at}/decisions`)
    await page.getByRole('link', { name: /debt/i }).first().click()
    await expect(page.getByRole('heading', { level: 2, name: 'Electorate' })).toBeVisible()
    await picture(page, 'packet')
  })

  test('of the scoreboard on a phone, in the dark', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 390, height: 844 })
    await signIn(page, 'Viewer')
    await expect(page.getByRole('heading', { level: 1, name: 'Scoreboard' })).toBeVisible()
    await picture(page, 'phone')
  })
})
