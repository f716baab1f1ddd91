import { demo, expect, expectSound, looks, signIn, test, tokenOf } from './harness/journey'
import { runBody, sample } from './harness/body'

test.describe('the scoreboard', () => {
  test('shows status, four dimensions and twelve metrics, each with its verdict', async ({ page }) => {
    await signIn(page, 'Program owner')
    await expect(page.getByRole('heading', { level: 1, name: 'Scoreboard' })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Program status' })).toContainText(/Yellow|Green|Red/)
    for (const title of ['Correctness', 'Performance', 'onboarding', 'Adoption']) {
      await expect(page.getByRole('heading', { level: 2, name: title })).toBeVisible()
    }
    await expect(page.getByRole('row').filter({ hasText: /M-(COR|PERF|DX|ADOPT)-0\d/ })).toHaveCount(12)
    await expect(page.getByText('Demo.', { exact: true })).toBeVisible()
  })

  test('goes from a status to why, down to run and artifact, with the keyboard alone', async ({ page }) => {
    await signIn(page, 'Viewer')
    const why = page.getByRole('link', { name: 'Why M-PERF-02', exact: true })
    await why.focus()
    await page.keyboard.press('Enter')
    const inspector = page.getByRole('complementary', { name: /M-PERF-02/ })
    await expect(inspector.getByRole('heading', { level: 2 })).toBeFocused()
    await expect(inspector).toContainText('M-PERF-02B full-dev on mobile-android')
    expect(page.url()).toContain('why=M-PERF-02')
    await page.keyboard.press('Escape')
    await expect(inspector).toHaveCount(0)
    await page.goBack()
    await inspector
      .getByRole('link', { name: /^nightly-/ })
      .first()
      .click()
    await expect(page.getByRole('heading', { level: 1, name: /Run nightly-/ })).toBeVisible()
    await expect(page.getByText('cargo test -p asupersync --test wasm_perf_budget').first()).toBeVisible()
    const artifact = page.getByRole('link', { name: /^M-PERF-02B-full-dev\.json$/ }).first()
    await expect(artifact).toHaveAttribute('href', /^https:\/\/ci\.example\.test\/artifacts\//)
  })

  test('switches between the last eight windows', async ({ page }) => {
    await signIn(page, 'Viewer')
    const windows = page.getByRole('navigation', { name: 'Windows' })
    await expect(windows.locator('ol').first().getByRole('link')).toHaveCount(8)
    await windows.locator('ol').first().getByRole('link').first().click()
    await expect(page.getByText(/closed\. Judged as of/)).toBeVisible()
    await expect(page.getByText(/Evaluation 1 of this window/)).toBeVisible()
  })

  test('changes and says why when CI uploads a failing run', async ({ page, request }) => {
    const token = await tokenOf(demo())
    const url = `${demo().url}/api/v1/programs/asupersync-browser/runs`
    const body = runBody({}, [
      sample('M-COR-02', 3, 'count', { observedAt: new Date(Date.now() - 60_000).toISOString() }),
    ])
    const answer = await request.post(url, { data: body, headers: { Authorization: `Bearer ${token}` } })
    expect(answer.status()).toBe(201)
    expect(await answer.json()).toMatchObject({ scoreboard: { before: 'yellow', after: 'red' } })
    await signIn(page, 'Viewer')
    const status = page.getByRole('region', { name: 'Program status' })
    await expect(status).toContainText('Red')
    await expect(status).toContainText('M-COR-02 core-min on ci: 3 is over 0 in core-min')
  })

  test('has no axe findings and no sideways scroll, light at 1280 px and dark at 390', async ({ page }) => {
    test.slow()
    await signIn(page, 'Program owner')
    const at = (area: string): string => `${demo().url}/asupersync-browser/${area}`
    const areas = ['scoreboard', 'scoreboard?why=M-PERF-02', 'metrics/M-PERF-02', 'runs', 'runs/2']
    await expectSound(page, [...areas, 'people', 'tokens', 'records'].map(at))
    // Long pages, made of what the others are made of: once is enough.
    await expectSound(page, [at('program'), `${demo().url}/reference`], [looks[1]])
  })
})
