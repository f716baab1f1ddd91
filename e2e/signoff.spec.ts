import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Browser, type Page, test } from '@playwright/test'
import type { SampleBody } from '../lib/ingest/upload'
import { runBody, sample } from './harness/body'
import { expect, expectSound } from './harness/journey'
import { paperOf } from './harness/paper'
import { type RunningSignalbox, removeInstallation, runCli, startSignalbox } from './harness/signalbox'
import {
  ballot,
  type Chamber,
  chamber,
  confirmKey,
  dayAhead,
  download,
  enrol,
  fillPlan,
  fillWaiver,
  giveOwner,
  propose,
  sealPacket,
  sign,
  votes,
} from './harness/voters'

/** A demo of its own: what these journeys decide, others would see. */
let signalbox: RunningSignalbox
let room: Chamber
let architect: Page
let reliability: Page
let security: Page
let owner: Page

const seats = ['Runtime architect', 'Reliability lead', 'Security lead'] as const
const triad = (): [Page, (typeof seats)[number]][] => [
  [architect, seats[0]],
  [reliability, seats[1]],
  [security, seats[2]],
]
const at = (address: string): string => `${room.base}${address}`

test.describe.configure({ mode: 'serial' })
test.setTimeout(240_000)
test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000)
  signalbox = await startSignalbox({ SIGNALBOX_DEMO: '1' })
  room = chamber(signalbox.url)
  architect = await room.enter(browser, 'Runtime architect')
  reliability = await room.enter(browser, 'Reliability lead')
  security = await room.enter(browser, 'Security lead')
  owner = await room.enter(browser, 'Program owner')
})
test.afterEach(() => {
  expect(room.complaints).toEqual([])
  // Passkeys and forms go by one name of this machine; Next's own requests must find it, too.
  expect(signalbox.output()).not.toMatch(/failed to get redirect response|Error:/)
})
test.afterAll(async () => removeInstallation(signalbox))

test('keys are enrolled, and each is confirmed by another seat of the council', async () => {
  for (const [page, seat] of triad()) await enrol(page, room.base, `Key of the ${seat}`)
  await expect(architect.getByRole('button', { name: /“Key of the Runtime architect”/ })).toHaveCount(0)
  for (const [index, [page]] of triad().entries()) await confirmKey(page, `Key of the ${seats[(index + 1) % 3]}`)
  await architect.goto(at('/keys'))
  await expect(architect.getByText('Counts', { exact: true })).toBeVisible()
  await architect.goto(at('/inbox'))
  await expect(architect.getByText('Keys confirmed in your councils')).toBeVisible()
})

test('data that comes between the second and the third vote makes a waiver stale, and a new round begins', async () => {
  const token = await uploadToken()
  await measured(token, [11])
  const series = 'M-PERF-02A core-min desktop-chromium'
  const address = await propose(owner, room.base, 'waiver', () => fillWaiver(owner, series, 'The lab is closed.'))
  await sealPacket(owner)
  for (const [page, seat] of triad().slice(0, 2)) {
    await page.goto(address)
    await sign(page, seat)
    await expect(votes(page).getByText('You have voted.')).toBeVisible()
  }
  await security.goto(address)
  await expect(ballot(security, 'Security lead')).toContainText('It cannot be taken back.')
  await measured(token, [11, 29, 42, 73, 101])
  await sign(security, 'Security lead')
  const why = /M-PERF-02A.core-min.desktop-chromium: was no data, now pass/
  await expect(votes(security).getByRole('alert')).toContainText('your vote was not stored')
  await expect(votes(security).getByRole('alert')).toContainText(why)
  await expect(security.getByRole('main').getByRole('status')).toContainText(why)
  await expect(votes(security).getByText('Read and found right, by the Security lead.')).toBeVisible()

  // The proposer's page has followed by itself: votes on record, none of them counts.
  await expect(owner.getByText('Stale', { exact: true })).toBeVisible()
  await expect(votes(owner).getByText('counts no more')).toHaveCount(2)
  await owner.getByRole('button', { name: 'Seal packet for round 2' }).click()
  await expect(owner.getByText('Sealed, open', { exact: true })).toBeVisible()
  const earlier = votes(owner).getByRole('listitem').filter({ hasText: 'Round 1' })
  await expect(earlier.getByText('counts no more')).toHaveCount(2)
  await expect(owner.getByRole('article')).toContainText(why)
  // What was written for the round before is still there to be signed.
  await expect(ballot(security, 'Security lead').getByLabel('Rationale')).toHaveValue(/found right/)

  await votes(owner).getByRole('button', { name: 'Withdraw decision' }).click()
  await owner.getByRole('alertdialog').getByLabel('Why').fill('The data has come.')
  await owner.getByRole('alertdialog').getByRole('button', { name: 'Withdraw decision' }).click()
  await expect(owner.getByText('Withdrawn', { exact: true }).first()).toBeVisible()
})

test('one person fills one seat, who asks does not vote, a deputy does, and a session says what it is worth', async ({
  browser,
}) => {
  const fill = (): Promise<void> => fillWaiver(architect, 'M-DX-01 core-min pilot', 'Onboarding is paused.')
  await architect.goto(at('/decisions/new?kind=waiver'))
  await fill()
  await architect.getByLabel('Recommendation').fill('Waive it.')
  await architect.getByRole('button', { name: 'Propose decision' }).click()
  await expect(architect.getByRole('main').getByRole('alert')).toContainText('does not vote on it')
  await expect(architect.getByLabel('Reason')).toHaveValue('Onboarding is paused.')

  await architect.goto(at('/people?role=runtime-architect'))
  await architect.getByLabel('Votes', { exact: true }).selectOption({ label: 'Hana Whitfield' })
  await architect.getByLabel('Last day').fill(dayAhead(20))
  await architect.getByRole('button', { name: 'Name deputy' }).click()
  await expect(architect.getByRole('button', { name: 'End the term of Hana Whitfield' })).toBeVisible()
  await owner.goto(at('/people?role=security-lead'))
  await owner.getByLabel('Someone else').selectOption({ label: 'Dmitri Sato' })
  await owner.getByRole('button', { name: 'Give role' }).click()
  await expect(owner.getByRole('button', { name: 'Take away from Dmitri Sato' })).toBeVisible()

  const address = await propose(architect, room.base, 'waiver', fill)
  await sealPacket(architect)
  await expect(votes(architect).getByText('You asked for this, so you do not vote on it.')).toBeVisible()
  await expect(votes(architect).getByRole('button', { name: /^Sign as/ })).toHaveCount(0)

  const deputy = await room.enter(browser, 'Cancellation owner')
  await deputy
    .getByRole('link', { name: /^Waits for me/ })
    .first()
    .click()
  await deputy.getByRole('link', { name: 'Vote as Runtime architect' }).click()
  await expect(ballot(deputy, 'Runtime architect')).toContainText('standing in for Chiara Lund')
  await sign(deputy, 'Runtime architect', { session: true })
  await expect(votes(deputy).getByText('Hana Whitfield, for Chiara Lund')).toBeVisible()

  const background = await reliability.context().newPage()
  // A tab that nobody looks at does not follow by itself: it still offers what was open when it was loaded.
  await background.addInitScript(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }))
  await background.goto(address)
  await reliability.goto(address)
  await sign(reliability, 'Reliability lead')
  await expect(votes(reliability).getByText('You have voted.')).toBeVisible()
  await sign(background, 'Security lead', { session: true })
  await expect(votes(background).getByRole('alert')).toContainText('one person fills one seat')
  await background.close()

  await security.goto(address)
  await sign(security, 'Security lead')
  await expect(security.getByText('Approved', { exact: true }).first()).toBeVisible()
  const deputys = votes(security).getByRole('row').filter({ hasText: 'Hana Whitfield, for Chiara Lund' })
  await expect(deputys).toContainText('attested by the operator')
  await expect(votes(security).getByText('attested by the operator')).toHaveCount(1)
  const packet = security.getByRole('article')
  await expect(packet).toContainText('Hana Whitfield, deputy of Chiara Lund')
  await expect(packet.getByText('attested by the operator')).toHaveCount(1)
  const { words } = await paperOf(security, 'A4')
  if (words !== null) expect(words).toMatch(/attested by the operator/)
  await security.goto(at('/decisions'))
  await expect(
    security.getByRole('row').filter({ hasText: 'M-DX-01|core-min|pilot' }).filter({ hasText: 'Holds' }),
  ).toBeVisible()
})

test('the triad signs a promotion by passkey, nobody reloads to see it, and the line stands in Alpha', async ({
  browser,
}) => {
  await owner.goto(at('/gates/alpha/entry'))
  const held = await owner.getByRole('main').innerText()
  for (const risk of new Set(held.match(/RISK-[A-Z]+-\d+(?= .* has no owner)/g)))
    await giveOwner(owner, room.base, risk)
  for (const metric of new Set(held.match(/M-[A-Z]+-\d+(?= .* is Yellow and has no plan)/g)))
    await plan(browser, metric)
  await expect(owner.getByRole('navigation', { name: /stands before its first phase, Alpha/ })).toBeVisible()

  await owner.goto(at('/gates/alpha/entry'))
  await owner.getByRole('link', { name: 'Propose the promotion Beginning → Alpha' }).click()
  await expect(owner.getByText(/3 of 3 must approve/)).toBeVisible()
  const address = await propose(owner, room.base, 'promotion', () => Promise.resolve())
  await sealPacket(owner)
  for (const [index, [page, seat]] of triad().entries()) {
    await page.goto(address)
    await sign(page, seat)
    await expect(votes(owner).getByText('passkey,')).toHaveCount(index + 1)
  }
  await expect(owner.getByText('Approved', { exact: true }).first()).toBeVisible()
  for (const [page, path] of [
    [owner, '/decisions'],
    [architect, '/gates'],
    [reliability, '/scoreboard'],
    [security, '/register'],
  ] as const) {
    await page.goto(at(path))
    await expect(page.getByRole('navigation', { name: 'The line. The program stands in Alpha.' })).toBeVisible()
  }

  await owner.goto(address)
  const digest = /SHA-256 ([0-9a-f]{64})/.exec(await owner.getByRole('article').innerText())?.[1] ?? ''
  for (const format of ['A4', 'Letter'] as const) {
    const { pages, words } = await paperOf(owner, format)
    expect(pages).toBeGreaterThan(2)
    if (words === null) continue
    expect(words.match(new RegExp(`SHA-256 ${digest}`, 'g'))?.length).toBeGreaterThanOrEqual(pages)
    for (let page = 1; page <= pages; page += 1) expect(words).toContain(`Page ${page} of ${pages}`)
    // What is folded on the screen is on the paper, and what is for the screen alone is not.
    expect(words).toMatch(/https:\/\/ci\.example\.test\/artifacts\//)
    expect(words).not.toContain('Waits for me')
  }
})

test('its bundle is verified by anyone with the trust file, and not with a byte changed', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-bundle-'))
  const [bundle, trust, altered] = ['bundle', 'trust', 'altered'].map((name) => path.join(folder, `${name}.json`)) as [
    string,
    string,
    string,
  ]
  const link = votes(owner).getByRole('link', { name: 'Bundle' })
  const href = (await link.getAttribute('href')) ?? ''
  await expect.poll(async () => (await owner.request.get(`${signalbox.url}${href}`)).status()).toBe(200)
  await download(owner, 'Bundle', bundle)
  await owner.goto(at('/register/trust'))
  await download(owner, 'Download the trust file', trust)
  const bytes = readFileSync(bundle)
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  writeFileSync(altered, bytes)

  const good = await runCli(['verify', bundle, '--trust', trust])
  expect(good).toMatchObject({ code: 0, stderr: '' })
  expect(good.stdout).toMatch(/^Verified: /)
  expect(good.stdout).toContain('Begin Alpha')
  expect(good.stdout.match(/^ {2}approve .*passkey/gm)).toHaveLength(3)
  expect(await runCli(['verify', bundle])).toMatchObject({ code: 1 })
  const wrong = await runCli(['verify', altered, '--trust', trust])
  expect(wrong.code).toBe(1)
  expect(wrong.stdout).toMatch(/^Wrong: /)
  rmSync(folder, { recursive: true })
})

test('pages of decisions have no axe findings and no sideways scroll, light at 1280 px and dark at 390', async () => {
  await owner.goto(at('/packets'))
  const packet = await owner.getByRole('link', { name: /Begin Alpha/ }).getAttribute('href')
  const paths = ['/decisions', '/decisions/new?kind=waiver', '/packets', '/keys', '/inbox']
  await expectSound(owner, [new URL(packet ?? '', owner.url()).href, ...paths.map(at)])
})

test('a critical metric that fails in Alpha opens a review, which the why-panel and its page lead to', async () => {
  const observedAt = new Date(Date.now() - 1_000).toISOString()
  await sendRun(await uploadToken(), [sample('M-COR-03', 99, '%', { observedAt })])
  for (const path of ['/scoreboard?why=M-COR-03', '/metrics/M-COR-03']) {
    await owner.goto(at(path))
    await expect(owner.getByText(/Its review \d+ is open, its finding due in [34] h/)).toBeVisible()
  }
  await owner.getByRole('link', { name: /^review \d+$/ }).click()
  await expect(owner.getByRole('heading', { level: 1, name: /^Review \d+$/ })).toBeVisible()
  await expect(owner.getByText('It stops no phase; promotion is blocked until then.')).toBeVisible()
  await expect(owner.getByRole('link', { name: 'M-COR-03 Replay equivalence' })).toBeVisible()
  await expectSound(owner, [owner.url(), at('/scoreboard?why=M-COR-03')])
})

async function uploadToken(): Promise<string> {
  const made = await signalbox.cli('token', 'create', '--program', 'asupersync-browser', '--name', 'CI', '--gated')
  expect(made.code).toBe(0)
  return made.stdout.trim()
}

/** A nightly run as CI sends it: cold starts of the smallest profile with these seeds, of the five that are asked for. */
async function measured(token: string, seeds: readonly number[]): Promise<void> {
  const observedAt = new Date(Date.now() - 1_000).toISOString()
  const samples = seeds.map((seed) => sample('M-PERF-02A', 40, 'ms', { on: 'desktop-chromium', observedAt, seed }))
  await sendRun(token, samples)
}

async function sendRun(token: string, samples: SampleBody[]): Promise<void> {
  const answer = await owner.request.post(`${signalbox.url}/api/v1/programs/asupersync-browser/runs`, {
    data: runBody({}, samples),
    headers: { Authorization: `Bearer ${token}` },
  })
  expect(answer.status()).toBe(201)
}

/** A remediation plan, which its phase owner decides alone. */
async function plan(browser: Browser, metric: string): Promise<void> {
  const address = await propose(owner, room.base, 'remediation_plan', () => fillPlan(owner, metric))
  await sealPacket(owner)
  const phaseOwner = await room.enter(browser, 'Phase owner')
  await phaseOwner.goto(address)
  await sign(phaseOwner, 'Phase owner', { session: true })
  await expect(phaseOwner.getByText('Approved', { exact: true }).first()).toBeVisible()
}
