import { spawnSync } from 'node:child_process'
import type { Page } from '@playwright/test'

/** What a page comes to on paper. */
interface Paper {
  pages: number
  /** All that stands on it, where poppler is there to read it back; else null. */
  words: string | null
}

/** Prints a page to PDF as a reader's browser would. */
export async function paperOf(page: Page, format: 'A4' | 'Letter'): Promise<Paper> {
  const pdf = await page.pdf({ format })
  const read = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, maxBuffer: 64 * 1024 * 1024 })
  return {
    pages: pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0,
    words: read.error === undefined ? read.stdout.toString() : null,
  }
}
