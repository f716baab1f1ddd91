import { demo, expect, expectSound, signIn, test, tokenOf } from './harness/journey'
import { paperOf } from './harness/paper'

const base = (): string => `${demo().url}/asupersync-browser`

test.describe('the register', () => {
  test('is browsed and searched, and shows the proof of an entry', async ({ page }) => {
    await signIn(page, 'Viewer')
    await page.goto(`${base()}/register`)
    const rows = page.getByRole('region', { name: 'Register entries, table' }).locator('tbody tr')
    await expect(rows).toHaveCount(50)
    await expect(page.getByRole('link', { name: 'All entries' })).toHaveCount(0)
    await page.getByRole('combobox', { name: 'Type' }).selectOption('role.granted')
    await page.getByLabel('Text or number').fill('runtime-architect')
    await page.getByRole('button', { name: 'Filter entries' }).click()
    await page.waitForURL(/search=runtime-architect/)
    await expect(rows).toHaveCount(1)
    await expect(rows).toContainText('Chiara Lund')

    await expect(rows.getByRole('link', { name: 'Chiara Lund' })).toHaveAttribute('href', /people\?person=/)
    // What it says is facts, and no JSON that is cut off.
    await expect(rows).toContainText('role runtime-architect')
    await expect(rows).not.toContainText('{')
    await rows.getByRole('link').first().click()
    const entry = page.getByRole('complementary', { name: /^Entry \d+$/ })
    await expect(entry).toContainText('in the signed tree')
    await expect(entry).toContainText('"role": "runtime-architect"')
    await expect(entry.getByText('Leaf hash')).toBeVisible()
    await page.reload()
    // The panel listens from the moment it takes the focus.
    await expect(entry.locator('#inspector-title')).toBeFocused()
    await expect(entry).toContainText('in the signed tree')
    await page.keyboard.press('Escape')
    await expect(entry).toHaveCount(0)
    await expect(page).toHaveURL(/search=runtime-architect/)
    await page.getByRole('link', { name: 'All entries' }).click()
    await expect(rows).toHaveCount(50)

    // On paper no row is wider than the page.
    const { words } = await paperOf(page, 'A4')
    if (words !== null) expect(words).toMatch(/canonical digest/)
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 700, height: 900 })
    expect(
      await page.getByRole('table').evaluate((table) => table.scrollWidth - (table.parentElement?.clientWidth ?? 0)),
    ).toBe(0)
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 1280, height: 900 })

    await page.goto(`${base()}/register?type=decision.decided`)
    await rows
      .first()
      .getByRole('link', { name: /^D-\d+$/ })
      .click()
    await expect(page.getByRole('article')).toContainText('Decision packet D-')
  })

  test('holds two checkpoints against each other, and says who is to be trusted', async ({ page }) => {
    await tokenOf(demo())
    await signIn(page, 'Viewer')
    await page.goto(`${base()}/register`)
    await page.getByRole('link', { name: 'Checkpoints' }).click()
    // The entry of the token comes under a checkpoint of its own within seconds.
    await expect(async () => {
      await page.reload()
      await expect(page.getByRole('row').filter({ hasText: 'holds' }).nth(1)).toBeVisible({ timeout: 2_000 })
    }).toPass()
    await page
      .getByRole('radio', { name: /, the earlier$/ })
      .last()
      .check()
    await page.getByRole('button', { name: 'Compare the two' }).click()
    const comparison = page.getByRole('region', { name: 'Comparison' })
    await expect(comparison).toContainText('The later one begins with the earlier one')
    await page.getByRole('link', { name: 'Trust', exact: true }).click()
    await expect(page.getByRole('link', { name: 'Download the trust file' })).toBeVisible()
    await expect(page.getByText(/signs now/).first()).toBeVisible()
  })

  test('has no axe findings and no sideways scroll, light at 1280 px and dark at 390', async ({ page }) => {
    await signIn(page, 'Viewer')
    const paths = [
      '/register?type=role.granted',
      '/register?type=role.granted&entry=20',
      '/register/checkpoints?older=1&newer=2',
      '/register/trust',
    ]
    await expectSound(
      page,
      paths.map((path) => `${base()}${path}`),
    )
  })
})

test.describe('the address', () => {
  test('is one: pages asked for by another name of this machine are found at the configured one', async ({
    request,
  }) => {
    const { url, port } = demo()
    const asked = (path: string, host = '127.0.0.1') =>
      request.get(`http://${host}:${port}${path}`, { maxRedirects: 0 })
    const moved = await asked('/asupersync-browser/keys?a=%2F')
    expect(moved.status()).toBe(307)
    expect(moved.headers().location).toBe(`${url}/asupersync-browser/keys?a=%2F`)
    expect((await asked('/api/health/live')).status()).toBe(200)
    expect((await asked('/sign-in', 'localhost')).status()).toBe(200)
    // A path that begins with two slashes names no other host.
    const doubled = await asked('//elsewhere.example/path')
    expect(new URL(doubled.headers().location ?? '', url).host).toBe(new URL(url).host)
  })
})
