import { spawn } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Command } from '../command'
import { ensureBuild } from '../installation/build'
import { projectRoot } from '../installation/folder'
import { PlainError } from '../installation/plain-error'

const help = `signalbox test [STEP …]

Runs every check and test, or the steps named: check (format, lint, types, imports, unused code), unit, database,
installation, browser. Installs a Chromium for the browser steps where there is none.`

interface Step {
  name: string
  /** Whether it runs the built app. */
  built: boolean
  run(): Promise<boolean>
}

const bin = (file: string): string => path.join(projectRoot, 'node_modules', file)

const vitest = (project: string): string[] => [bin('vitest/vitest.mjs'), 'run', '--project', project]

const steps: Step[] = [
  {
    name: 'check',
    built: false,
    run: () =>
      inOrder(
        [bin('@biomejs/biome/bin/biome'), 'format', '.'],
        // First, since lint reads the types of the routes: without them it takes what narrows them for needless.
        [bin('next/dist/bin/next'), 'typegen'],
        [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'],
        [bin('typescript/bin/tsc'), '--noEmit'],
        [
          bin('dependency-cruiser/bin/dependency-cruise.mjs'),
          'app',
          'components',
          'lib',
          'cli',
          'e2e',
          '--config',
          '.dependency-cruiser.cjs',
        ],
        [bin('knip/bin/knip.js')],
      ),
  },
  { name: 'unit', built: false, run: () => inOrder(vitest('unit')) },
  { name: 'database', built: false, run: () => inOrder(vitest('database')) },
  { name: 'installation', built: true, run: () => inOrder(vitest('installation')) },
  { name: 'browser', built: true, run: () => inOrder([bin('@playwright/test/cli.js'), 'test']) },
]

/** Runs all, whatever one of them finds. */
async function inOrder(...commands: string[][]): Promise<boolean> {
  let passed = true
  for (const args of commands) passed = (await succeeds(args)) && passed
  return passed
}

function succeeds(args: string[]): Promise<boolean> {
  const { DATABASE_URL: _, ...env } = process.env
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...env, NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1' },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code === 0))
  })
}

export const command: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: 'boolean', default: false } },
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const unknown = positionals.find((name) => !steps.some((step) => step.name === name))
  if (unknown !== undefined) throw new PlainError(`There is no step "${unknown}".\n\n${help}`)
  const wanted = steps.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  const results: string[] = []
  for (const step of wanted) {
    console.log(`\n── ${step.name} ──`)
    const began = Date.now()
    if (step.built) await ensureBuild((line) => console.log(line))
    const passed = await step.run()
    results.push(`${passed ? 'passed' : 'FAILED'}  ${step.name} (${Math.round((Date.now() - began) / 1000)} s)`)
  }
  const failed = results.filter((line) => line.startsWith('FAILED')).length
  console.log(`\n${results.join('\n')}\n${failed === 0 ? 'All passed.' : `${failed} of ${results.length} failed.`}`)
  return failed === 0 ? 0 : 1
}
