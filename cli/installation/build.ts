import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from './folder'
import type { Tell } from './tell'
import { codeOf, PlainError } from './plain-error'

/** What the built app is made of. */
const sources = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'prisma/schema.prisma',
  'proxy.ts',
  'tsconfig.json',
]

const stampFile = path.join(projectRoot, '.next/signalbox-sources')

/** Builds the app unless it has been built from these very sources. */
export async function ensureBuild(tell: Tell): Promise<void> {
  await ensureGenerated()
  const stamp = sourceStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  tell('Building the app: half a minute to two, at the first start and after changes alone')
  const started = Date.now()
  await runTool(['node_modules/next/dist/bin/next', 'build'], 'The app could not be built')
  try {
    writeFileSync(stampFile, stamp)
  } catch (error) {
    throw new PlainError(`${stampFile} cannot be written (${codeOf(error)}).`)
  }
  tell(`App built (${Math.round((Date.now() - started) / 1000)} s)`)
}

/** The Prisma client is generated at install; an install without scripts leaves that to here. */
async function ensureGenerated(): Promise<void> {
  if (existsSync(path.join(projectRoot, 'lib/db/generated/client.ts'))) return
  await runTool(['cli/prisma/prisma.mjs', 'generate'], 'The database client could not be generated')
}

function sourceStamp(): string {
  const hash = createHash('sha256')
  for (const source of sources) addTo(hash, path.join(projectRoot, source))
  return hash.digest('hex')
}

function addTo(hash: ReturnType<typeof createHash>, file: string): void {
  if (!existsSync(file)) return
  if (statSync(file).isDirectory()) {
    for (const name of readdirSync(file).sort()) addTo(hash, path.join(file, name))
    return
  }
  if (/\.test\.tsx?$/.test(file)) return
  hash.update(path.relative(projectRoot, file)).update(readFileSync(file))
}

function runTool(args: string[], failure: string): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new PlainError(`${failure}.\n${output.trim()}`))
    })
  })
}
