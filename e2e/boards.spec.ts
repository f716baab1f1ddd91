import { PROGRAM } from './harness/board'
import { demo, expect, expectSound, signIn, test } from './harness/journey'

test.describe('the boards of the demo', () => {
  test('are listed with what is due and what is owed, and an open action is followed up', async ({ page }) => {
    await signIn(page, 'Program owner')
    await page.goto(`${demo().url}/${PROGRAM}/reviews`)
    await expect(page.getByRole('heading', { level: 1, name: 'Board' })).toBeVisible()
    await expect(page.getByRole('row')).toHaveCount(4)
    await expect(page.getByText(/^Due in/).first()).toBeVisible()
    await page.getByText('Follow up').first().click()
    const form = page.getByRole('form', { name: /^Follow up action/ }).first()
    await form.getByLabel(/^What became of action/).selectOption('dropped')
    await form.getByRole('button', { name: 'Keep it' }).click()
    await expect(form.getByText('Say why.')).toBeVisible()
  })

  test('are not started by those who may not', async ({ page }) => {
    await signIn(page, 'Viewer')
    await page.goto(`${demo().url}/${PROGRAM}/reviews`)
    await expect(page.getByText('Reviews are started by:')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Start/ })).toHaveCount(0)
    const url = `${demo().url}/${PROGRAM}/reviews/1/acts`
    const foreign = await page.request.post(url, { data: { act: 'close' }, headers: { Origin: 'https://evil.test' } })
    expect(foreign.status()).toBe(403)
    const own = await page.request.post(url, { data: { act: 'close' }, headers: { Origin: demo().url } })
    expect(own.status()).toBe(403)
  })

  test('have no axe findings and no sideways scroll, light at 1280 px and dark at 390', async ({ page }) => {
    await signIn(page, 'Program owner')
    const paths = ['/reviews', '/reviews/3', '/reviews/3/minutes']
    await expectSound(
      page,
      paths.map((path) => `${demo().url}/${PROGRAM}${path}`),
    )
  })
})
