import type { Locator, Page } from '@playwright/test'
import { axeFindings, demo, expect, expectSound, signIn, test } from './harness/journey'
import { ballot, chamber, fillPlan, propose, sealPacket, sign, votes } from './harness/voters'

const seat = 'Phase owner'

/** A plan that waits for the phase owner alone; answers with its address. */
async function sealedPlan(page: Page): Promise<string> {
  const { base } = chamber(demo().url)
  await signIn(page, 'Program owner')
  const address = await propose(page, base, 'remediation_plan', () => fillPlan(page, 'M-PERF-02'))
  await sealPacket(page)
  return address
}

const top = async (of: Locator): Promise<number> => (await of.boundingBox())?.y ?? Number.NaN

test.describe('voting', () => {
  test('a rejection without a key is asked about once more, and reads as past when it has ended it', async ({
    page,
    browser,
  }) => {
    const address = await sealedPlan(page)
    const room = chamber(demo().url)
    const voter = await room.enter(browser, seat)
    await voter.goto(address)
    const form = ballot(voter, seat)
    const reject = form.getByRole('button', { name: `Sign as ${seat}: reject` })
    const rationale = form.getByLabel('Rationale')

    await reject.click()
    await expect(form).toContainText('Say why: the rationale is kept with the vote.')
    await expect(rationale).toBeFocused()
    await rationale.fill('I am not sure yet.')
    await reject.focus()
    await voter.keyboard.press('Enter')
    const question = voter.getByRole('alertdialog')
    await expect(question).toContainText('This one ends the decision as rejected.')
    await expect(question).toContainText('“I am not sure yet.”')
    expect(await axeFindings(voter)).toEqual([])
    await voter.keyboard.press('Escape')
    await expect(question).toHaveCount(0)
    await expect(reject).toBeFocused()
    await expect(rationale).toHaveValue('I am not sure yet.')
    await expect(voter.getByText('Sealed, open', { exact: true })).toBeVisible()

    await sign(voter, seat, { session: true, vote: 'reject' })
    await expect(voter.getByText('Rejected', { exact: true }).first()).toBeVisible()
    await expect(votes(voter)).toContainText('The Phase owner, who decides this alone, rejected it.')
    await expect(votes(voter)).toContainText(`“Read and found right, by the ${seat}.”`)
    expect(room.complaints).toEqual([])
  })

  test('on a narrow screen the packet is met before the vote, which is one link away', async ({ page, browser }) => {
    const address = await sealedPlan(page)
    const room = chamber(demo().url)
    const voter = await room.enter(browser, seat)
    await voter.setViewportSize({ width: 390, height: 844 })
    await voter.goto(address)
    for (const part of ['Decision asked', 'Recommendation', 'What changed', 'What must still hold']) {
      const heading = voter.getByRole('article').getByRole('heading', { name: part })
      expect(await top(heading), part).toBeLessThan(await top(ballot(voter, seat)))
    }
    await voter.getByRole('link', { name: 'Vote', exact: true }).click()
    await expect(votes(voter)).toBeInViewport()
    await expectSound(voter, [address])
    await voter.goto(address)
    await sign(voter, seat, { session: true, vote: 'reject' })
    await expect(voter.getByText('Rejected', { exact: true }).first()).toBeVisible()
    expect(room.complaints).toEqual([])
  })

  test('whoever may not propose reads why, and who decides what, and finds no way to a refusal', async ({ page }) => {
    await signIn(page, 'Viewer')
    await page.goto(`${demo().url}/asupersync-browser/decisions/new`)
    const main = page.getByRole('main')
    await expect(main).toContainText(
      'You cannot propose decisions here: none of your roles may. These may: Phase owner',
    )
    await expect(main).toContainText('every seat must approve, and one rejection ends it.')
    await expect(main.locator('a[href*="kind="]')).toHaveCount(0)
    await page.goto(`${demo().url}/asupersync-browser/decisions/new?kind=remediation_plan`)
    await expect(main).toContainText('The Phase owner decides alone.')
    await expect(main.getByRole('button')).toHaveCount(0)
  })
})
