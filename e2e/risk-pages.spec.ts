import { axeFindings, demo, expect, overflows, signIn, test } from './harness/journey'

const pages = [
  '/risks',
  '/risks?cell=3x5&columns=key,statement,signals,closure',
  '/risks/RISK-TECH-04',
  '/risks/RISK-TECH-04?act=rescore',
  '/risks/RISK-TECH-04?act=mitigation',
  '/risks/new',
]

for (const scheme of ['light', 'dark'] as const) {
  test(`risk pages have no axe findings and no sideways scroll at 1280 and 390 px, ${scheme}`, async ({ page }) => {
    test.slow()
    await page.emulateMedia({ colorScheme: scheme })
    await signIn(page, 'Program owner')
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 })
      for (const path of pages) {
        await page.goto(`${demo().url}/asupersync-browser${path}`)
        expect(await axeFindings(page), `${path} at ${width}`).toEqual([])
        expect(await overflows(page), `${path} at ${width}`).toBe(false)
      }
    }
  })
}
