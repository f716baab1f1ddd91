import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Env, origin } from '@/lib/env'
import { projectRoot } from './folder'
import type { Installation } from './installation'
import { PlainError } from './plain-error'

/** The web server as a child process. */
export interface Serving {
  /** Resolves with the exit code when it ends. */
  ended: Promise<number>
  stop(): void
}

/** Starts the web server on an installation and waits until it answers. */
export async function serve(installation: Installation, settings: Env, dev: boolean): Promise<Serving> {
  const { PORT, SIGNALBOX_HOST } = settings
  const args = ['--port', String(PORT), '--host', SIGNALBOX_HOST, ...(dev ? ['--dev'] : [])]
  const child = spawn(process.execPath, [path.join(projectRoot, 'cli/server.mjs'), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: dev ? 'development' : 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(PORT),
      DATABASE_URL: installation.url,
      SIGNALBOX_REGISTER_KEY: installation.signer.pem ?? '',
      SIGNALBOX_REGISTER_KEY_FILE: installation.signer.keyFile,
      SIGNALBOX_REGISTER_STATE_FILE: installation.signer.stateFile,
      SIGNALBOX_EMBEDDED: installation.embedded ? '1' : '0',
      SIGNALBOX_ORIGIN: origin(settings),
      NEXTAUTH_URL: origin(settings),
      NEXTAUTH_SECRET: settings.NEXTAUTH_SECRET ?? installation.secrets.session,
    },
  })
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 0))
  })
  await listening(child, ended)
  await ready(`http://${SIGNALBOX_HOST === '0.0.0.0' ? '127.0.0.1' : SIGNALBOX_HOST}:${PORT}/api/health/ready`)
  return { ended, stop: () => child.kill('SIGTERM') }
}

async function listening(child: ChildProcess, ended: Promise<number>): Promise<void> {
  const listens = new Promise<void>((resolve) => {
    child.once('message', () => resolve())
  })
  const early = ended.then(() => {
    throw new PlainError('The web server ended before it answered; its words are above.')
  })
  await Promise.race([listens, early])
}

async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt += 1) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return
    await pause(250)
  }
  throw new PlainError('The web server runs but does not answer. Its log is above.')
}
