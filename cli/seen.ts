import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { env } from '@/lib/env'
import { compareCheckpoints, isExtension } from '@/lib/register/seen'
import { codeOf, PlainError } from './installation/plain-error'

/** The checkpoints seen so far, by the server's address; each a signed note. */
const seenSchema = z.record(z.string(), z.string())

function seenFile(): string {
  const { SIGNALBOX_CHECKPOINTS, XDG_STATE_HOME } = env()
  if (SIGNALBOX_CHECKPOINTS !== undefined) return SIGNALBOX_CHECKPOINTS
  return path.join(XDG_STATE_HOME ?? path.join(os.homedir(), '.local/state'), 'signalbox', 'checkpoints.json')
}

const consistency = z.object({ path: z.array(z.string()).max(200) })

/**
 * Compares a server's checkpoint with the last one seen of it, and remembers it. A register that was rewritten, or that
 * shows others another history, cannot extend what it showed before: that ends the command with exit 1.
 */
export async function compareWithSeen(server: string, checkpoint: string | null, accept: boolean): Promise<void> {
  if (checkpoint === null) return
  const file = seenFile()
  const all = readSeen(file)
  const seen = all[server] ?? null
  const comparison = accept ? { kind: 'first' as const } : compareCheckpoints(seen, checkpoint)
  if (comparison.kind === 'fork') throw distrust(server, comparison.message, file)
  if (comparison.kind === 'grown') {
    const { older, newer } = comparison
    const proof = await fetchProof(server, older.size, newer.size)
    if (proof === null || !isExtension(comparison, proof)) {
      const message = `It cannot prove that its register of ${newer.size} entries begins with the ${older.size} entries it showed before.`
      throw distrust(server, message, file)
    }
    // Of two, the larger binds more.
    if (newer.size !== sizeOf(checkpoint)) return
  }
  if (comparison.kind !== 'same') remember(file, { ...all, [server]: checkpoint })
}

const sizeOf = (note: string): number => Number(note.split('\n')[1])

function distrust(server: string, message: string, file: string): PlainError {
  return new PlainError(
    `THE REGISTER OF ${server} DOES NOT AGREE WITH WHAT IT SHOWED BEFORE.\n${message}\nThe upload itself was taken. Ask who runs it. If they tell you why (a restore opens a new origin), accept it with --accept-register. Remembered in ${file}.`,
    1,
  )
}

async function fetchProof(server: string, from: number, to: number): Promise<string[] | null> {
  const response = await fetch(new URL(`/api/v1/register/consistency?from=${from}&to=${to}`, server)).catch(() => null)
  if (response?.ok !== true) return null
  const parsed = consistency.safeParse(await response.json().catch(() => null))
  return parsed.success ? parsed.data.path : null
}

function readSeen(file: string): Record<string, string> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {}
    throw new PlainError(`The checkpoints seen so far (${file}) cannot be read (${codeOf(error)}).`)
  }
  const parsed = seenSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new PlainError(`${file} is damaged: the checkpoints seen so far are not known. Move it away to begin anew.`)
}

function remember(file: string, all: Record<string, string>): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true })
    const partial = `${file}.${process.pid}`
    writeFileSync(partial, `${JSON.stringify(all, null, 2)}\n`)
    renameSync(partial, file)
  } catch (error) {
    console.error(
      `The checkpoint could not be remembered in ${file} (${codeOf(error)}); set SIGNALBOX_CHECKPOINTS to a file that can be written.`,
    )
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
