import path from 'node:path'
import type { Page } from '@playwright/test'
import { projectRoot } from '../../cli/installation/folder'

/** Draws a picture of the README anew, when SIGNALBOX_PICTURES is set. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.SIGNALBOX_PICTURES !== '1') return
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: path.join(projectRoot, 'docs/pictures', `${name}.png`), animations: 'disabled' })
}
