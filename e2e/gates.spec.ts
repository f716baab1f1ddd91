import { gateSchema, incidentsSchema, surfacesSchema } from '../lib/http/gates-schemas'
import { demo, expect, expectSound, signIn, test, tokenOf } from './harness/journey'

const base = (): string => `${demo().url}/asupersync-browser`

test.describe('gates', () => {
  test('read like a departure board, and the line leads to each of them', async ({ page }) => {
    await signIn(page, 'Viewer')
    const gate = page.getByRole('link', { name: /^Beta exit: / }).first()
    await gate.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Beta exit' })).toBeVisible()
    await expect(page.getByRole('row').filter({ hasText: 'beta-exit-1' })).toContainText(/Met|Unmet|No data/)
    await expect(page.getByText('No open incident or review')).toBeVisible()
    await expect(page.getByText('Judgement', { exact: true })).toBeVisible()
    await page.goto(`${base()}/gates`)
    await expect(page.getByRole('heading', { level: 1, name: 'Gates' })).toBeVisible()
    await expect(page.getByRole('row').filter({ has: page.getByRole('link', { name: /entry$|exit$/ }) })).toHaveCount(8)
  })

  test('say what fails apart from what nobody knows, on the line and beneath it', async ({ page }) => {
    await signIn(page, 'Viewer')
    await page.goto(`${base()}/gates/pilot/exit`)
    await expect(page.getByRole('main')).toContainText(/Pilot exit: \d+ unmet, \d+ no data of \d+\./)
    await expect(page.getByRole('link', { name: /^Pilot exit: \d+ unmet, \d+ no data of \d+$/ }).first()).toBeVisible()
    await page.goto(`${base()}/gates/beta/entry`)
    await expect(page.getByRole('row').filter({ hasText: 'beta-entry-1' })).toContainText(
      /The gate Alpha exit \(alpha\/exit\) is not met: alpha-exit-\d "\w+/,
    )
  })

  test('take an attestation from the named role, keep what was typed, and let it be withdrawn', async ({ page }) => {
    await signIn(page, 'Oncall release owner')
    await page.goto(`${base()}/gates/pilot/entry?say=pilot-entry-3`)
    const panel = page.getByRole('complementary', { name: 'Attest' })
    await panel
      .getByLabel('The log of the rollback executed in staging', { exact: true })
      .fill('https://ci.example.test/rollback')
    await panel.getByRole('button', { name: 'Attest' }).click()
    await expect(panel.getByRole('alert')).toBeVisible()
    await expect(panel.getByLabel('The log of the rollback executed in staging', { exact: true })).toHaveValue(
      'https://ci.example.test/rollback',
    )
    await panel.getByLabel('The commit rolled back to, and its state after').fill('commit 130e7d1')
    await panel.getByLabel('The exact command').fill('rch exec -- ./rollback.sh')
    await panel.getByRole('button', { name: 'Attest' }).click()
    await expect(panel.getByRole('status')).toContainText('Attested')
    await page.goto(`${base()}/gates/pilot/entry`)
    const row = page.getByRole('row').filter({ hasText: 'pilot-entry-3' })
    await expect(row).toContainText('Met')
    await page.getByRole('link', { name: /^Withdraw/ }).click()
    const withdraw = page.getByRole('complementary', { name: /Withdraw/ })
    await withdraw.getByLabel('Why').fill('It was the wrong log')
    await withdraw.getByRole('button', { name: 'Withdraw' }).click()
    await expect(page.getByText('It was the wrong log')).toBeVisible()
    await page.goto(`${base()}/gates/pilot/entry`)
    await expect(row).toContainText('Unmet')
    await expect(page.getByText('It was the wrong log')).toBeVisible()
  })

  test('are read by CI in the shapes that are documented', async ({ request }) => {
    const token = await tokenOf(demo())
    const read = async (path: string): Promise<unknown> => {
      const answer = await request.get(`${demo().url}/api/v1/programs/asupersync-browser/${path}`, {
        headers: { Authorization: `Bearer ${token}` },
      })
      expect(answer.status()).toBe(200)
      return answer.json()
    }
    const gate = gateSchema.strict().parse(await read('gates/alpha/exit'))
    expect(gate).toMatchObject({ phase: 'alpha', gate: 'exit', met: false })
    expect(gate.judgement).toMatch(/^[0-9a-f]{64}$/)
    incidentsSchema.strict().parse(await read('incidents'))
    expect(surfacesSchema.strict().parse(await read('surfaces')).surfaces).toHaveLength(35)
    const none = await request.get(`${demo().url}/api/v1/programs/asupersync-browser/gates/none/exit`, {
      headers: { Authorization: `Bearer ${token}` },
    })
    expect(none.status()).toBe(404)
  })

  test('have no axe findings and no sideways scroll, light at 1280 px and dark at 390', async ({ page }) => {
    test.slow()
    await signIn(page, 'Security lead')
    const paths = [
      '/gates',
      '/gates/alpha/exit',
      '/gates/beta/exit',
      '/incidents?declare=1',
      '/surfaces',
      '/defects?do=record',
    ]
    await expectSound(
      page,
      paths.map((path) => `${base()}${path}`),
    )
  })
})

test.describe('an incident', () => {
  test('stops the phase at once, locks the line, and counts down to its decision', async ({ page }) => {
    await signIn(page, 'Security owner')
    await page.goto(`${base()}/incidents?declare=1`)
    const panel = page.getByRole('complementary', { name: 'Declare an incident' })
    await panel.getByLabel('What is met').selectOption('security-boundary-break')
    await panel.getByLabel('What was seen').fill('A forged handle was accepted in fuzz run 812')
    await panel.getByLabel('Evidence').fill('https://ci.example.test/fuzz/812')
    await panel.getByRole('button', { name: 'Declare and stop the phase' }).click()
    await expect(panel.getByRole('status')).toContainText('is open')
    await page.goto(`${base()}/incidents`)
    await page
      .getByRole('link', { name: /^Incident \d+$/ })
      .first()
      .click()
    await expect(page.getByText(/due in 3 h 5\d min|due in 4 h/)).toBeVisible()
    await expect(page.getByRole('link', { name: /Stopped by incident|locked by an incident/ }).first()).toBeVisible()
    await page.goto(`${base()}/gates/ga/exit`)
    await expect(page.getByRole('row').filter({ hasText: 'ga-exit-3' })).toContainText('Unmet')
  })
})
