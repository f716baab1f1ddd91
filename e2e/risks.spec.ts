import { type Browser, type Locator, type Page } from '@playwright/test'
import { runBody } from './harness/body'
import { demo, expect, signIn, test, tokenOf } from './harness/journey'
import { dayWords } from '../lib/domain/window/day-words'
import { table } from '../lib/program/fixtures/seed'

const PROGRAM = 'asupersync-browser'
const at = (path: string): string => `${demo().url}/${PROGRAM}${path}`
const rows = (page: Page): Locator => page.getByRole('region', { name: 'Risks, table' }).locator('tbody tr')
const panel = (page: Page): Locator =>
  page.getByRole('complementary').filter({ has: page.getByRole('link', { name: /^Close/ }) })
const main = (page: Page): Locator => page.getByRole('main')

/** The days from now on, as a date field takes them, in the program's zone. */
const day = (ahead: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(Date.now() + ahead * 24 * 3_600_000)

async function does(page: Page, link: string, button: string, fill: () => Promise<void>): Promise<void> {
  await main(page).getByRole('link', { name: link }).first().click()
  await fill()
  await panel(page).getByRole('button', { name: button }).click()
  await expect(panel(page).getByRole('status')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)
}

/** Adds a risk of the test's own and stands on its page. */
async function addRisk(page: Page, title: string): Promise<string> {
  await page.goto(at('/risks/new'))
  await page.getByLabel('Category').fill('Operational')
  const key = await page.getByLabel('Id', { exact: true }).inputValue()
  await page.getByLabel('Likelihood').selectOption('4')
  await page.getByLabel('Impact').selectOption('4')
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Statement').fill('The release train waits for one person.')
  await page.getByLabel('Trigger signals').fill('A release waits for a day\nNobody answers the pager')
  await page.getByLabel('Mitigation strategy').fill('Train two deputies.')
  await page.getByLabel('Owner role').selectOption({ label: 'Quality owner' })
  await page.getByLabel('People look').selectOption('weekly')
  await page.getByLabel('Review cadence in words').fill('Weekly')
  await page.getByLabel('Closure criteria').fill('Two deputies have released alone.')
  await page.getByRole('button', { name: 'Add risk' }).click()
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
  return key
}

async function another(browser: Browser, who: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await signIn(page, who)
  return page
}

test.describe('the register', () => {
  test('has every row and column of the seed', async ({ page }) => {
    await signIn(page, 'Viewer')
    const columns = 'key,category,statement,signals,mitigation,ownerRole,cadence,closure'
    await page.goto(at(`/risks?columns=${columns}&sort=key`))
    for (const row of table('10')) {
      const [id = '', category, statement, , , signals, mitigation, role, cadence, closure] = row
      const cells = await rows(page).filter({ hasText: id }).locator('td').allInnerTexts()
      expect(cells.slice(1)).toEqual([category, statement, signals, mitigation, role, cadence, closure])
    }
    await page.goto(at('/risks?columns=key,likelihood,impact,score'))
    for (const cells of await rows(page).all()) {
      const [, score, likelihood = '', impact = ''] = await cells.locator('td').allInnerTexts()
      expect(likelihood).toMatch(/^[1-5] (rare|unlikely|possible|likely|very likely)$/)
      expect(impact).toMatch(/^[1-5] (low|minor|moderate|major|critical)$/)
      expect(Number(score)).toBe(Number.parseInt(likelihood) * Number.parseInt(impact))
    }
  })

  test('filters by the heat map and by its form, in the address, and gives the same as CSV', async ({ page }) => {
    await signIn(page, 'Viewer')
    await page.goto(at('/risks'))
    const cell = page.getByRole('link', { name: /^possible and critical; score 15/ })
    const [, , listed = ''] = ((await cell.getAttribute('title')) ?? '').split('; ')
    await cell.click()
    await page.waitForURL(/cell=3x5/)
    await expect(rows(page)).toHaveCount(listed.match(/RISK-/g)?.length ?? 0)
    await cell.click()
    await page.waitForURL((url) => !url.search.includes('cell'))

    await page.getByRole('form', { name: 'Filters' }).getByLabel('Category').selectOption('Technical')
    await page.getByRole('form', { name: 'Filters' }).getByLabel('Score').selectOption('12')
    await page.getByRole('button', { name: 'Filter risks' }).click()
    await page.waitForURL(/category=Technical/)
    await page.getByRole('button', { name: 'State' }).click()
    await page.waitForURL(/sort=state/)
    await page.reload()
    const shown = await rows(page).locator('td:first-child code').allInnerTexts()
    expect(shown.length).toBeGreaterThan(0)
    const href = (await page.getByRole('link', { name: 'CSV' }).getAttribute('href')) ?? ''
    const lines = (await (await page.request.get(`${demo().url}${href}`)).text()).trim().split('\r\n')
    expect(lines[0]).toContain('risk,category,title,statement,likelihood,impact,score,trigger_signals')
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(shown)
  })

  test('is walked with the keyboard alone', async ({ page }) => {
    await signIn(page, 'Quality owner')
    await page.goto(at('/risks?cell=1x1'))
    const start = page.getByRole('link', { name: /^rare and low/ })
    await start.focus()
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
    await expect(page.getByRole('link', { name: /^possible and major; score 12/ })).toBeFocused()
    await page.keyboard.press('Enter')
    await page.waitForURL(/cell=3x4/)
    await rows(page).first().getByRole('link').first().focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: /^RISK-/ })).toBeVisible()
    await page.getByRole('link', { name: 'Re-score' }).focus()
    await page.keyboard.press('Enter')
    await expect(panel(page).getByRole('heading', { level: 2 })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(panel(page)).toHaveCount(0)
    await page.keyboard.press('t')
    await expect(page.getByRole('group', { name: 'Scores' })).toBeVisible()
  })
})

test.describe('a risk', () => {
  test('is added, with its faults at their fields and nothing lost', async ({ page }) => {
    await signIn(page, 'Quality owner')
    await page.goto(at('/risks/new'))
    await page.getByLabel('Category').fill('Security')
    await expect(page.getByLabel('Id', { exact: true })).toHaveValue(/^RISK-SEC-\d\d$/)
    await page.getByLabel('Id', { exact: true }).fill('RISK-SEC-01')
    await page.getByLabel('Likelihood').selectOption('2')
    await page.getByLabel('Impact').selectOption('3')
    await page.getByLabel('Statement').fill('Kept while it is put right.')
    await page.getByRole('checkbox', { name: 'Beta' }).check()
    await page.getByRole('button', { name: 'Add risk' }).click()
    await expect(page.getByLabel('Title')).toHaveAccessibleDescription(/Say something here/)
    await expect(page.getByLabel('Statement')).toHaveValue('Kept while it is put right.')
    await expect(page.getByLabel('Likelihood')).toHaveValue('2')
    await expect(page.getByLabel('Category')).toHaveValue('Security')
    await expect(page.getByRole('checkbox', { name: 'Beta' })).toBeChecked()
  })

  test('lives: owned, planned, moved, slipped, verified, and back to Open by a report', async ({ page }) => {
    test.slow()
    await signIn(page, 'Quality owner')
    await addRisk(page, 'One person releases')
    const move = page.getByRole('button', { name: 'Move to Mitigating' })
    const missing = await page.getByRole('region', { name: 'State' }).getByRole('listitem').allInnerTexts()
    await move.click()
    const refusal = page.getByRole('region', { name: 'State' }).getByRole('alert')
    await expect(refusal).toContainText('Nobody active owns it.')
    await expect(refusal).toContainText('There is no mitigation plan.')
    // Once and in words: no path of a form.
    await expect(refusal).not.toContainText('checklist')
    expect(missing.join(' ')).toContain('There is no mitigation plan.')

    await does(page, 'Assign owner', 'Assign owner', async () => {
      await panel(page).getByLabel('Owner').selectOption({ index: 1 })
    })
    await does(page, 'Add a mitigation', 'Add mitigation', async () => {
      await panel(page).getByLabel('What is done').fill('Train a deputy')
      await panel(page).getByLabel('Who sees to it').selectOption({ index: 1 })
      await panel(page).getByLabel('Step 1').fill('Deputy released alone')
      await panel(page).getByLabel('Done by').fill(day(3))
    })
    await move.click()
    await expect(page.getByRole('listitem').filter({ hasText: /^Mitigating/ })).toHaveAttribute('aria-current', 'step')

    await does(page, 'Move date', 'Move date', async () => {
      await panel(page).getByLabel('New date').fill(day(9))
      await panel(page).getByLabel('Why it slipped').fill('The deputy is ill.')
    })
    const plan = page.getByRole('region', { name: 'Mitigation plan' })
    await expect(plan).toContainText(`slipped from ${dayWords(day(3))} to ${dayWords(day(9))}: The deputy is ill.`)
    await plan.getByRole('button', { name: /Mark done/ }).click()
    await expect(plan.getByText('done', { exact: true })).toBeVisible()
    await does(page, 'Verify', 'Verify mitigation', async () => {
      await panel(page).getByLabel('Evidence').fill('https://ci.example.test/releases/12')
      await panel(page).getByLabel('What it shows').fill('Released without help.')
    })
    await expect(plan).toContainText('verified')
    await page.getByRole('button', { name: 'Move to Watch' }).click()
    await expect(page.getByRole('region', { name: 'State' }).getByRole('alert')).toContainText(/0 of 1 whole window/)

    await does(page, 'Re-score', 'Re-score risk', async () => {
      await panel(page).getByLabel('Likelihood').selectOption('2')
      await panel(page).getByLabel('Reason').fill('A deputy can release.')
    })
    await expect(main(page)).toContainText('2 unlikely × 4 major = 8')

    await main(page).getByRole('link', { name: 'Report a trigger' }).click()
    await panel(page).getByLabel('Signal').selectOption({ label: 'Nobody answers the pager' })
    await panel(page).getByRole('button', { name: 'Report trigger' }).click()
    await expect(panel(page).getByLabel('What was seen')).toHaveAccessibleDescription(/Say something here/)
    await expect(panel(page).getByLabel('Signal')).toHaveValue('1')
    await panel(page).getByLabel('What was seen').fill('Two hours without an answer.')
    await panel(page).getByLabel('Evidence').fill('ticket 4711')
    await panel(page).getByRole('button', { name: 'Report trigger' }).click()
    await expect(panel(page).getByRole('status')).toContainText('the risk is Open')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('listitem').filter({ hasText: /^Open/ })).toHaveAttribute('aria-current', 'step')
    await expect(main(page)).toContainText(/in (24 h|23 h 5\d min)/)
    const signals = page.getByRole('row').filter({ hasText: 'Nobody answers the pager' })
    await expect(signals).toContainText('Two hours without an answer.')
    const history = page.getByRole('region', { name: 'History' }).getByRole('listitem')
    await expect(history.first()).toContainText('reported a trigger')
    await expect(history.filter({ hasText: 'moved a milestone' })).toContainText('The deputy is ill.')
    await expect(plan).toContainText('verified before the last trigger: counts no more')
  })

  test('goes back to Open by an upload that fails a bound signal, and says which run', async ({ page, request }) => {
    const token = await tokenOf(demo())
    const send = async (outcome: 'fail' | 'pass'): Promise<string> => {
      const body = runBody({}, [], {
        evidence: [
          {
            id: 'R-DET-02',
            outcome,
            observedAt: new Date(Date.now() - 60_000).toISOString(),
            artifact: { uri: 'https://ci.example.test/artifacts/r-det-02.json' },
            command: 'cargo test -p asupersync --test replay',
          },
        ],
      })
      const answer = await request.post(`${demo().url}/api/v1/programs/${PROGRAM}/runs`, {
        data: body,
        headers: { Authorization: `Bearer ${token}` },
      })
      expect(answer.status()).toBe(201)
      return body.run.id
    }
    await signIn(page, 'Viewer')
    await send('pass')
    const run = await send('fail')
    await page.goto(at('/risks/RISK-TECH-04'))
    const signal = page.getByRole('row').filter({ hasText: 'flaky replay outcomes' })
    await expect(signal).toContainText('Fails')
    await expect(signal.getByRole('link', { name: run }).first()).toBeVisible()
    await expect(signal).toContainText('https://ci.example.test/artifacts/r-det-02.json')
    await expect(page.getByRole('listitem').filter({ hasText: /^Open/ })).toHaveAttribute('aria-current', 'step')
    await page.goto(at('/risks?state=open'))
    await expect(rows(page).filter({ hasText: 'RISK-TECH-04' })).toContainText('Open')

    await send('pass')
    await page.goto(at('/risks/RISK-TECH-04'))
    await expect(signal).toContainText('Quiet')
    await expect(page.getByRole('listitem').filter({ hasText: /^Open/ })).toHaveAttribute('aria-current', 'step')
  })

  test('tells the second of two writers what the first did, and keeps what they typed', async ({ page, browser }) => {
    test.slow()
    await signIn(page, 'Quality owner')
    const key = await addRisk(page, 'Two at once')
    await page.getByRole('link', { name: 'Re-score' }).click()
    await panel(page).getByLabel('Likelihood').selectOption('1')
    await panel(page).getByLabel('Reason').fill('Written while someone else was at it.')

    const first = await another(browser, 'Security owner')
    await first.goto(at(`/risks/${key}`))
    await does(first, 'Re-score', 'Re-score risk', async () => {
      await panel(first).getByLabel('Impact').selectOption('5')
      await panel(first).getByLabel('Reason').fill('It grew.')
    })

    await panel(page).getByRole('button', { name: 'Re-score risk' }).click()
    const told = panel(page).getByRole('alert')
    await expect(told).toContainText(`${key} has changed since you opened it.`)
    await expect(told).toContainText(/\S+ \S+ re-scored it to 4 × 5/)
    await expect(panel(page).getByLabel('Reason')).toHaveValue('Written while someone else was at it.')
    await expect(panel(page).getByLabel('Likelihood')).toHaveValue('1')
    await expect(main(page)).toContainText('4 likely × 5 critical = 20')
    await panel(page).getByLabel('Impact').selectOption('5')
    await panel(page).getByRole('button', { name: 'Re-score risk' }).click()
    await expect(panel(page).getByRole('status')).toContainText('1 × 5 = 5')
    await first.context().close()
  })

  test('is only looked at by someone without a role', async ({ page }) => {
    await signIn(page, 'Viewer')
    await page.goto(at('/risks'))
    await expect(page.getByRole('link', { name: 'Add a risk' })).toHaveCount(0)
    await page.goto(at('/risks/new'))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You may not add risks')
    await page.goto(at('/risks/RISK-OPS-01?act=rescore'))
    await expect(main(page)).toContainText('You may look.')
    await expect(panel(page)).toHaveCount(0)
    await expect(main(page).getByRole('button', { name: /Move|Mark done/ })).toHaveCount(0)
    await expect(main(page).getByRole('link', { name: /Re-score|Report|Assign|Add/ })).toHaveCount(0)
  })
})
