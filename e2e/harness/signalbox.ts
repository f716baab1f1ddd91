import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { chmodSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { projectRoot } from '../../cli/installation/folder'
import { freePort, stopServer } from '../../cli/installation/postgres'

/** A Signalbox started as the README says, on a data folder of its own. */
export interface RunningSignalbox {
  url: string
  port: number
  data: string
  pid: number
  /** What it has said so far. */
  output(): string
  /** Runs a command of the CLI on this installation. */
  cli(...args: string[]): Promise<CommandResult>
  stop(): Promise<number>
  /** Kills it and its database without a word. */
  kill(): Promise<void>
}

export interface CommandResult {
  code: number
  stdout: string
  stderr: string
}

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signalbox-e2e-'))
  // The database server may run as another user.
  chmodSync(folder, 0o755)
  return folder
}

type Environment = Record<string, string | undefined>

function environment(own: Environment): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...inherited } = process.env
  return { ...inherited, NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', ...own }
}

/** Runs `signalbox …` to its end. */
export function runCli(args: readonly string[], own: Environment = {}): Promise<CommandResult> {
  const child = spawn(process.execPath, [path.join(projectRoot, 'cli/signalbox.mjs'), ...args], {
    cwd: projectRoot,
    env: environment(own),
  })
  const result = { code: -1, stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    result.stdout += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    result.stderr += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve({ ...result, code: code ?? -1 }))
  })
}

/** Starts Signalbox and waits for the line that says where it is. */
export async function startSignalbox(own: Environment = {}): Promise<RunningSignalbox> {
  const data = own.SIGNALBOX_DATA ?? temporaryFolder()
  const port = Number(own.PORT ?? (await freePort(0)))
  const settings = { ...own, SIGNALBOX_DATA: data, PORT: String(port) }
  const child = spawn(process.execPath, [path.join(projectRoot, 'cli/signalbox.mjs'), 'start'], {
    cwd: projectRoot,
    env: environment(settings),
    detached: true,
  })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? -1))
  })
  await said(child, () => output, /Signalbox is at (\S+)/, ended)
  const url = /Signalbox is at (\S+)/.exec(output)?.[1] ?? ''
  return {
    url,
    port,
    data,
    pid: child.pid ?? -1,
    output: () => output,
    cli: (...args) => runCli(args, settings),
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
    async kill() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await ended
      await stopServer(data, 'immediate')
    },
  }
}

async function said(child: ChildProcess, output: () => string, line: RegExp, ended: Promise<number>): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    const look = (): void => {
      if (line.test(output())) resolve()
    }
    child.stdout?.on('data', look)
  })
  const early = ended.then((code) => {
    throw new Error(`Signalbox ended with ${code} before it was ready:\n${output()}`)
  })
  await Promise.race([heard, early])
}

/** Stops an installation and takes its folder away. */
export async function removeInstallation(running: RunningSignalbox): Promise<void> {
  await running.stop()
  await stopServer(running.data, 'immediate')
  rmSync(running.data, { recursive: true, force: true })
}
