import { demo, expectSound, signIn, test } from './harness/journey'

const pages = [
  '/risks',
  '/risks?cell=3x5&columns=key,statement,signals,closure',
  '/risks/RISK-TECH-04',
  '/risks/RISK-TECH-04?act=rescore',
  '/risks/RISK-TECH-04?act=mitigation',
  '/risks/new',
]

test('risk pages have no axe findings and no sideways scroll, light at 1280 px and dark at 390', async ({ page }) => {
  test.slow()
  await signIn(page, 'Program owner')
  await expectSound(
    page,
    pages.map((path) => `${demo().url}/asupersync-browser${path}`),
  )
})
