import { demo, expect, signIn, test } from './harness/journey'

test('a form that outlives its session says so, keeps what was typed, and can be sent again', async ({ page }) => {
  await signIn(page, 'Program owner')
  await page.goto(`${demo().url}/asupersync-browser/risks/new`)
  await page.getByLabel('Title').fill('A title that took a while to find')
  const signedOut = await page.context().cookies()
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Add risk' }).click()
  await expect(page.getByText('You are no longer signed in, and nothing was stored.')).toBeVisible()
  await expect(page.getByLabel('Title')).toHaveValue('A title that took a while to find')

  // As signing in again in another tab does it.
  await page.context().addCookies(signedOut)
  await page.getByRole('button', { name: 'Add risk' }).click()
  await expect(page.getByText('You are no longer signed in')).toHaveCount(0)
  await expect(page.locator('[aria-invalid=true]').first()).toBeVisible()
  await expect(page.getByLabel('Title')).toHaveValue('A title that took a while to find')
})

test('a vote that outlives its session is not stored, and its rationale stays', async ({ page }) => {
  await signIn(page, 'Reliability lead')
  await page.goto(`${demo().url}/asupersync-browser/decisions`)
  await page.getByRole('link', { name: /debt/i }).first().click()
  await page.getByLabel('Rationale').fill('Read to the end, after lunch.')
  await page.context().clearCookies()
  // The page looks again every few seconds, and now must not.
  await page.waitForResponse(/\/api\/session$/)
  await page.waitForResponse(/\/api\/session$/)
  await page.getByRole('button', { name: /: approve$/ }).click()
  await expect(page.getByText('You are no longer signed in, and nothing was stored.')).toBeVisible()
  await expect(page.getByLabel('Rationale')).toHaveValue('Read to the end, after lunch.')
})
