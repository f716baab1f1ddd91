import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { codeOf, PlainError } from './plain-error'

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

const secrets = z.object({ owner: z.string(), app: z.string(), session: z.string() })

/** Passwords of the embedded server's two roles, and the key that signs sessions. Made once, kept in the folder. */
export type Secrets = z.infer<typeof secrets>

const state = z.object({ demoRemoved: z.boolean().default(false) })

/** The data folder: everything that an installation on the embedded server keeps. */
export class DataFolder {
  readonly path: string

  constructor(configured: string | undefined) {
    this.path = path.resolve(configured ?? path.join(projectRoot, '.data'))
  }

  file(name: string): string {
    return path.join(this.path, name)
  }

  /** Makes the folder and proves that it can be written. */
  prepare(): void {
    try {
      // Not 0700: as root, the database server runs as another user that must pass through.
      mkdirSync(this.path, { recursive: true, mode: 0o755 })
      writeFileSync(this.file('.writable'), '')
    } catch (error) {
      const codes = [codeOf(error), unwritable(this.path)]
      const why = codes.includes('EROFS')
        ? 'the disk is read-only'
        : codes.includes('ENOSPC')
          ? 'the disk is full'
          : 'it is not writable'
      throw new PlainError(
        `The data folder ${this.path} cannot be used: ${why}. Set SIGNALBOX_DATA to a folder that can be written.`,
      )
    }
  }

  secrets(): Secrets {
    const file = this.file('secrets.json')
    if (existsSync(file)) {
      const parsed = secrets.safeParse(parseJson(readFileSync(file, 'utf8')))
      if (parsed.success) return parsed.data
      throw new PlainError(`${file} is damaged. Restore it, or move the data folder away to start anew.`)
    }
    const secret = (): string => randomBytes(24).toString('base64url')
    const made: Secrets = { owner: secret(), app: secret(), session: secret() }
    this.#write('secrets.json', JSON.stringify(made), 0o600)
    return made
  }

  get demoRemoved(): boolean {
    const file = this.file('state.json')
    if (!existsSync(file)) return false
    const parsed = state.safeParse(parseJson(readFileSync(file, 'utf8')))
    if (parsed.success) return parsed.data.demoRemoved
    throw new PlainError(
      `${file} is damaged. Restore it, or write {"demoRemoved":true} into it to do without the demo.`,
    )
  }

  set demoRemoved(demoRemoved: boolean) {
    this.#write('state.json', JSON.stringify({ demoRemoved }), 0o644)
  }

  /** Whole or not at all: a kill in the middle leaves the old file. */
  #write(name: string, content: string, mode: number): void {
    const partial = this.file(`.${name}.${process.pid}`)
    writeFileSync(partial, content, { mode })
    renameSync(partial, this.file(name))
  }
}

/** Why nothing can be made in a folder that may not be there yet: mkdir says ENOENT on a read-only disk. */
function unwritable(folder: string): string | undefined {
  if (!existsSync(folder) && path.dirname(folder) !== folder) return unwritable(path.dirname(folder))
  try {
    accessSync(folder, constants.W_OK)
    return undefined
  } catch (error) {
    return codeOf(error)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
