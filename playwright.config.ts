import { defineConfig } from '@playwright/test'
import { browserArgs, ensureBrowser } from './e2e/harness/browser'

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './e2e/harness/global-setup.ts',
  outputDir: 'test-results',
  // One app and two cores: journeys change what others see, so they go one after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // A page in two widths and two themes under axe takes its time on a busy machine.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: { executablePath: ensureBrowser(() => {}), args: browserArgs },
  },
})
