import { openDatabase } from '@/lib/db/database'
import { type Context, databaseClock } from '@/lib/db/transact'
import { type Env, env, origin } from '@/lib/env'
import { hasAdministrator } from '@/lib/queries/people'
import { issueSetupCode } from '@/lib/verbs/person/issue-setup-code'
import { ensureBuild } from '../installation/build'
import { ensureContent } from '../installation/content'
import { claimFolder, type Installation, openInstallation } from '../installation/installation'
import { PlainError } from '../installation/plain-error'
import { freePort } from '../installation/postgres'
import { type Serving, serve } from '../installation/serve'
import type { Tell } from '../installation/tell'
import type { Command } from '../command'

const help = `signalbox start

Runs Signalbox until it is stopped (Ctrl-C). Without DATABASE_URL it brings its own Postgres, in the folder
SIGNALBOX_DATA (.data), with a demo unless SIGNALBOX_DEMO=0. All settings: docs/configuration.md`

export const command: Command = async (args) => {
  if (args.includes('--help')) {
    console.log(help)
    return 0
  }
  return run(false)
}

/** Brings everything up, says where to go, and stays until the server ends or a signal comes. */
export async function run(dev: boolean): Promise<number> {
  const settings = env()
  await refuseTakenPort(settings)
  const began = Date.now()
  const tell: Tell = (line) => console.log(`  ${line}`)
  console.log('Signalbox')
  const installation = await openInstallation(tell, settings)
  const letGo = await claimFolder(installation)
  const cleanUp = async (): Promise<void> => {
    await letGo()
    await installation.release()
  }
  try {
    await ensureContent(installation, tell)
    if (!dev) await ensureBuild(tell)
    const serving = await serve(installation, settings, dev)
    console.log(`  Ready after ${Math.round((Date.now() - began) / 1000)} s\n`)
    console.log((await whereToGo(installation, settings)).join('\n'))
    return await untilStopped(serving)
  } finally {
    await cleanUp()
  }
}

async function refuseTakenPort({ PORT, SIGNALBOX_HOST }: Env): Promise<void> {
  if ((await freePort(PORT, SIGNALBOX_HOST)) !== null) return
  throw new PlainError(`Port ${PORT} is taken. Stop what listens there, or set PORT to another: PORT=3001 npm start`)
}

function untilStopped(serving: Serving): Promise<number> {
  const stop = (): void => serving.stop()
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  process.once('SIGHUP', stop)
  return serving.ended
}

/** Where it is and who can sign in, in lines that come out together. */
async function whereToGo(installation: Installation, settings: Env): Promise<string[]> {
  const where = origin(settings)
  const first = `Signalbox is at ${where}`
  if (installation.demo) {
    return [
      first,
      'It shows its demo: the history is made up. Sign in as any of its accounts, one for each role of the program',
      'and a viewer; the sign-in page lists them. Remove the demo: npx signalbox demo remove',
    ]
  }
  const database = openDatabase(installation.url, 2)
  const context: Context = { database, clock: databaseClock }
  try {
    if (await hasAdministrator(context)) return [first]
    if (settings.SIGNALBOX_ADMIN !== undefined) {
      return [first, `The first administrator is ${settings.SIGNALBOX_ADMIN}, at their first sign-in.`]
    }
    const { code } = await issueSetupCode(context)
    return [first, `Nobody administers it yet. Enter this code at ${where}/setup within a day: ${code}`]
  } finally {
    await database.close()
  }
}
