import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { runBody } from './harness/body'
import { demo, expect, expectSound, signIn, test, tokenOf } from './harness/journey'
import { type CommandResult, runCli, temporaryFolder } from './harness/signalbox'

const base = (): string => `${demo().url}/asupersync-browser`
const artifact = 'https://ci.example.test/artifacts/u-bytes-01.json'

/** A run of CI, by the command line that CI has. */
async function upload(token: string, id: string, outcome: 'pass' | 'fail'): Promise<CommandResult> {
  const body = runBody({ id }, [], {
    evidence: [
      {
        id: 'U-BYTES-01',
        outcome,
        observedAt: new Date(Date.now() - 60_000).toISOString(),
        artifact: { uri: artifact },
        command: 'cargo test -p asupersync bytes',
      },
    ],
  })
  const folder = temporaryFolder()
  const file = path.join(folder, 'run.json')
  writeFileSync(file, JSON.stringify(body))
  return runCli(['upload', file, '--program', 'asupersync-browser', '--url', demo().url, '--token', token], {
    SIGNALBOX_CHECKPOINTS: path.join(folder, 'checkpoints.json'),
  })
}

test.describe('an incident that CI fires', () => {
  test('is told to the job, stops the line, waits for the council, and says whether it fails still', async ({
    page,
  }) => {
    test.slow()
    const token = await tokenOf(demo())
    const first = await upload(token, 'leak-1', 'fail')
    const said = /^STOPPED: incident (\d+): obligation-leak \((.*)\)$/m.exec(first.stdout)
    const incident = `Incident ${said?.[1]}`
    expect(said?.[2]).toBe(`${base()}/incidents/${said?.[1]}`)
    expect(first.code).toBe(0)
    expect((await upload(token, 'leak-2', 'fail')).stdout).not.toContain('STOPPED')

    await signIn(page, 'Runtime architect')
    await expect(page.getByRole('link', { name: /^Stopped by incident/ }).first()).toBeVisible()
    await page.goto(`${base()}/incidents`)
    const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: incident, exact: true }) })
    await expect(row).toContainText('by token “e2e”, run leak-1')
    await press(page, incident)
    await expect(page.getByRole('heading', { level: 1, name: incident })).toBeVisible()
    const seen = page.getByRole('region', { name: 'What was seen' }).getByRole('listitem').first()
    await expect(seen).toContainText('U-BYTES-01 failed.')
    await expect(seen).toContainText('Fails still')
    await expect(seen.getByRole('link', { name: 'leak-1' })).toBeVisible()
    await expect(seen.getByRole('link', { name: artifact }).first()).toBeVisible()

    const repeats = seen.getByText(/failed again in 1 further run/)
    await expect(seen.getByRole('link', { name: 'leak-2' })).toBeHidden()
    await repeats.focus()
    await page.keyboard.press('Enter')
    await expect(seen.getByRole('link', { name: 'leak-2' })).toBeVisible()
    await seen.getByRole('link', { name: 'leak-2' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('leak-2')

    await page.goto(`${base()}/inbox`)
    const waits = page.getByRole('listitem').filter({ hasText: `${incident}: U-BYTES-01 failed` })
    await expect(waits).toContainText(/due in [34] h/)
    await waits.getByRole('link', { name: 'Propose how it ends' }).click()
    await expect(page.getByLabel('Incident or review').locator('option:checked')).toHaveText(
      `${incident}: U-BYTES-01 failed`,
    )
    await expect(page.getByLabel('It ends by').locator('option', { hasText: 'dismissed' })).toHaveCount(0)
    await expect(page.getByText('A gated run failed in it, which is no false declaration')).toBeVisible()

    await expectSound(page, [said?.[2] ?? '', `${base()}/incidents`, `${base()}/inbox`])
  })

  test('shows that what failed has passed since', async ({ page }) => {
    await upload(await tokenOf(demo()), 'mended', 'pass')
    await signIn(page, 'Viewer')
    await page.goto(`${base()}/incidents`)
    const leak = page.getByRole('row').filter({ hasText: 'run leak-1' }).filter({ hasText: 'Stopped' })
    await leak.getByRole('link', { name: /^Incident/ }).click()
    const seen = page.getByRole('region', { name: 'What was seen' }).getByRole('listitem').first()
    await expect(seen).toContainText('Passed since')
    await expect(seen.getByRole('link', { name: 'mended' })).toBeVisible()
  })
})

/** Opens a link from the keyboard. */
async function press(page: Page, link: string): Promise<void> {
  await page.getByRole('link', { name: link, exact: true }).focus()
  await page.keyboard.press('Enter')
}
