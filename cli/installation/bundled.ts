import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from './folder'

/** The definition that every new installation starts with. */
export const bundledProgram = (): string =>
  readFileSync(path.join(projectRoot, 'programs/asupersync-browser.yaml'), 'utf8')
