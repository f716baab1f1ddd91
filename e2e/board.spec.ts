import { spawnSync } from 'node:child_process'
import { expect as unhurried, type Page, test as plain } from '@playwright/test'
import {
  addRisks,
  confirm,
  confirmUntil,
  goOn,
  keyOf,
  live,
  open,
  participant,
  press,
  PROGRAM,
  said,
  standing,
} from './harness/board'
import { axeFindings, looks, overflows } from './harness/journey'
import { picture } from './harness/picture'
import { removeInstallation, type RunningSignalbox, startSignalbox } from './harness/signalbox'

/** Two browsers, a server and a database share two cores with whatever else runs. */
const expect = unhurried.configure({ timeout: 20_000 })

const item = (page: Page) => page.getByRole('heading', { level: 1 })
const score = (page: Page) => page.locator('article p').filter({ hasText: /^Score \d+$/ })

plain.describe.serial('a board meeting', () => {
  plain.setTimeout(180_000)
  let own: RunningSignalbox
  let lead: Page
  let other: Page
  let total = 0
  let address = ''

  plain.beforeAll(async ({ browser }) => {
    plain.setTimeout(300_000)
    own = await startSignalbox()
    await addRisks(own, 30)
    lead = await participant(browser, own.url, 'Program owner')
    other = await participant(browser, own.url, 'Security owner')
  })

  plain.afterEach(async ({ browserName: _ }, info) => {
    if (info.status !== info.expectedStatus) await info.attach('server', { body: own.output() })
  })

  plain.afterAll(async () => {
    await removeInstallation(own)
  })

  plain('is started by keyboard and shown to everyone in it', async () => {
    await lead.goto(`${own.url}/${PROGRAM}/reviews`)
    await lead.getByRole('button', { name: 'Start the full sweep' }).focus()
    await press(lead, 'Enter')
    await lead.waitForURL(/\/reviews\/\d+$/)
    address = lead.url()
    await live(lead)
    total = (await standing(lead)).total
    expect(total).toBeGreaterThanOrEqual(42)
    await other.goto(address)
    await live(other)
    expect(await item(other).innerText()).toBe(await item(lead).innerText())
    await expect(lead.getByText('1 person')).toBeVisible()
    await press(other, 'h')
    await expect(lead.getByText('2 people')).toBeVisible()
  })

  plain('fits on a wall without scrolling, whatever is open', async () => {
    for (const key of ['', '1', '2', '3', '4', '5', 'a', 'n', 'p', 'c', '?']) {
      if (key !== '') await press(lead, key)
      const [height, width] = await lead.evaluate(() => [
        document.documentElement.scrollHeight - document.documentElement.clientHeight,
        document.documentElement.scrollWidth - document.documentElement.clientWidth,
      ])
      expect([key, height, width]).toEqual([key, 0, 0])
      await press(lead, 'Escape')
    }
  })

  plain('goes on for everyone, and shows each what the other says', async () => {
    while (!(await keyOf(lead)).startsWith('RISK-')) {
      await confirm(lead)
      await goOn(lead)
    }
    await picture(lead, 'board')
    const key = await keyOf(lead)
    await expect(other.locator('article p .font-mono').first()).toHaveText(key)
    const before = (await score(other).innerText()).replace(/\D/g, '')
    await open(lead, '2')
    const [likelihood, impact] = before === '20' ? ['5', '5'] : ['5', '4']
    await press(lead, likelihood, impact)
    await lead.keyboard.type('Seen twice since the last board')
    await press(lead, 'Enter')
    await expect(score(other)).toHaveText(`Score ${Number(likelihood) * Number(impact)}`)
    await expect(said(other).getByText(/Re-scored .*Seen twice since the last board/)).toBeVisible()
  })

  plain('tells the second writer what changed, and keeps what they typed', async () => {
    await open(lead, '2')
    await press(lead, '3', '3')
    await lead.keyboard.type('Calmer than it looked')
    await open(other, '4')
    await other.keyboard.type('Ada')
    await press(other, 'Enter')
    await expect(said(lead).getByText(/Given .*Ada Okafor/)).toBeVisible()
    await expect(lead.locator('footer [role=alert]')).toContainText('has changed while you typed')
    await press(lead, 'Enter')
    await expect(lead.locator('footer [role=alert]')).toContainText('You have seen the change')
    await expect(lead.getByLabel('Why', { exact: true })).toHaveValue('Calmer than it looked')
    await press(lead, 'Enter')
    await expect(said(other).getByText(/3 × 3 = 9: Calmer than it looked/)).toBeVisible()
  })

  plain('adds an action with owner and day', async () => {
    await open(lead, 'a')
    await lead.keyboard.type('Write the parity test')
    await press(lead, 'Tab')
    await lead.keyboard.type('Bruno')
    await press(lead, 'Tab')
    await lead.keyboard.type('12312031')
    await press(lead, 'Enter')
    await expect(said(other).getByText(/Write the parity test: Bruno Keller, until 31 Dec 2031/)).toBeVisible()
  })

  plain('comes to the middle of 42 risks and more by keyboard alone', async () => {
    await goOn(lead)
    await confirmUntil(lead, Math.floor(total / 2))
    await expect(item(other)).toHaveText(await item(lead).innerText())
  })

  plain('loses nothing when the server is killed, and resumes where it stood', async () => {
    plain.setTimeout(240_000)
    const stood = await keyOf(lead)
    await own.kill()
    await open(lead, '1')
    await lead.keyboard.type('Said while nobody listened')
    await press(lead, 'Enter')
    await expect(lead.getByText(/No connection since .* 1 outcome waits here/)).toBeVisible()
    await expect(said(lead).getByText('not stored yet')).toBeVisible()
    await open(lead, 'n')
    await lead.keyboard.type('Half a sentence')
    own = await startSignalbox({ SIGNALBOX_DATA: own.data, PORT: String(own.port) })
    await live(lead)
    await live(other)
    await expect(said(other).getByText('Confirmed as it stands: Said while nobody listened.')).toBeVisible()
    // The laptop was closed over a half-typed note.
    await lead.reload()
    await live(lead)
    expect(await keyOf(lead)).toBe(stood)
    await expect(said(lead).getByText('Confirmed as it stands: Said while nobody listened.')).toHaveCount(1)
    await open(lead, 'n')
    await expect(lead.getByLabel('Note', { exact: true })).toHaveValue('Half a sentence')
    await lead.keyboard.type(', and the rest')
    await press(lead, 'Enter')
    await expect(said(other).getByText('Half a sentence, and the rest.')).toBeVisible()
  })

  plain('keeps what is said on a broken line over a reload of the page', async () => {
    await goOn(lead)
    await live(other)
    await expect(item(other)).toHaveText(await item(lead).innerText())
    const stood = await keyOf(lead)
    await lead.route('**/acts', (route) => route.abort())
    await open(lead, '1')
    await lead.keyboard.type('Kept in the browser')
    await press(lead, 'Enter')
    await expect(said(lead).getByText('not stored yet')).toBeVisible()
    await lead.unroute('**/acts')
    await lead.reload()
    await live(lead)
    expect(await keyOf(lead)).toBe(stood)
    await expect(said(other).getByText('Confirmed as it stands: Kept in the browser.')).toBeVisible()
  })

  plain('has no axe findings with its forms open, light and dark', async () => {
    for (const { colorScheme, width } of looks) {
      await lead.emulateMedia({ colorScheme })
      await lead.setViewportSize({ width, height: 900 })
      for (const key of ['', '2', '3', 'a', 'p', 'c', '?']) {
        if (key !== '') await press(lead, key)
        expect(await axeFindings(lead), `${key} at ${width}`).toEqual([])
        expect(await overflows(lead), `${key} at ${width}`).toBe(false)
        await press(lead, 'Escape')
      }
    }
    await lead.emulateMedia({ colorScheme: 'light' })
    await lead.setViewportSize({ width: 1920, height: 1080 })
  })

  plain('ends with minutes that say all of it, on paper too', async () => {
    plain.setTimeout(180_000)
    await confirmUntil(lead, total)
    await confirm(lead)
    await press(lead, 'c')
    await expect(lead.getByText('Every item has an outcome.')).toBeVisible()
    await press(lead, 'Enter')
    await lead.waitForURL(/\/minutes$/)
    await expect(other.getByText('Closed.')).toBeVisible()
    for (const words of [
      'Minutes of full sweep',
      'Seen twice since the last board',
      'Given to Ada Okafor',
      'Said while nobody listened',
      'Half a sentence, and the rest',
      'Write the parity test',
      'What changed since review',
    ]) {
      await expect(lead.getByText(words).first()).toBeVisible()
    }
    await expect(lead.getByText('Passed over')).toHaveCount(0)
    await lead.emulateMedia({ media: 'print' })
    await expect(lead.getByRole('navigation')).toBeHidden()
    for (const format of ['A4', 'Letter'] as const) {
      const pdf = await lead.pdf({ format })
      expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThanOrEqual(2)
      const text = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf })
      // Where poppler is there, what stands on the paper is read back.
      if (text.error === undefined) {
        const words = text.stdout.toString()
        expect(words).toContain('Said while nobody listened')
        expect(words).toMatch(/page 1 of \d/)
        // At the foot of every page, whole: half a digest proves nothing.
        const pages = Number(/page 1 of (\d+)/.exec(words)?.[1])
        expect(words.match(/sha256 [0-9a-f]{64}\b/g)).toHaveLength(pages)
        expect(words).toContain('until 31 Dec 2031')
        expect(words).not.toContain('2031-12-31')
      }
    }
    const answer = await lead.request.get(`${address}/minutes.json`)
    expect(answer.status()).toBe(200)
    expect(await answer.json()).toMatchObject({ schema: 'signalbox.minutes/v1', passedOver: [] })
  })
})
