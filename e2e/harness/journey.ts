import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { runCli } from './signalbox'

interface Installation {
  url: string
  data: string
  port: number
}

const installation = (name: 'E2E_DEMO' | 'E2E_EMPTY'): Installation & { code: string } => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set: the global setup did not run`)
  return JSON.parse(value) as Installation & { code: string }
}

export const demo = (): Installation => installation('E2E_DEMO')
export const empty = (): Installation & { code: string } => installation('E2E_EMPTY')

/** A token of an installation, by the CLI, as a CI engineer would make one. */
export async function tokenOf({ data, port }: Installation, options: string[] = ['--gated']): Promise<string> {
  const env = { SIGNALBOX_DATA: data, PORT: String(port), SIGNALBOX_DEMO: data === demo().data ? '1' : '0' }
  const made = await runCli(['token', 'create', '--program', 'asupersync-browser', '--name', 'e2e', ...options], env)
  if (made.code !== 0) throw new Error(made.stderr)
  return made.stdout.trim()
}

/** Collects what a journey must not see: an error on the console, or a request to anywhere outside. */
export function watch(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`))
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    const own = ['localhost', '127.0.0.1'].includes(hostname) || ['data:', 'blob:'].includes(protocol)
    if (!own) complaints.push(`outside: ${request.url()}`)
  })
}

/** Every page of a journey is watched: a complaint fails it. */
export const test = base.extend<{ watched: undefined }>({
  watched: [
    async ({ page }, use) => {
      const complaints: string[] = []
      watch(page, complaints)
      await use(undefined)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** Signs in to the demo as the holder of a role, or as `Viewer`. */
export async function signIn(page: Page, who: string): Promise<void> {
  await page.goto(`${demo().url}/sign-in`)
  await page.getByRole('button', { name: who }).click()
  await page.waitForURL(/\/scoreboard/)
}

/** What axe finds on the page as it stands, in words. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  )
}

/** Whether the page scrolls sideways. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

/** Every page is looked at in both schemes and both widths, each once: contrast goes with the one, room with the other. */
export const looks = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 390 },
] as const

/** Expects no axe findings and no sideways scroll on any of the pages, in every look or in those that are named. */
export async function expectSound(
  page: Page,
  urls: readonly string[],
  seen: readonly (typeof looks)[number][] = looks,
): Promise<void> {
  for (const url of urls) {
    await page.goto(url)
    for (const { colorScheme, width } of seen) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 900 })
      expect(await axeFindings(page), `${url} at ${width}`).toEqual([])
      expect(await overflows(page), `${url} at ${width}`).toBe(false)
    }
  }
}
