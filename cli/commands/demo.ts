import { removeSigner } from '@/lib/db/signer'
import { env } from '@/lib/env'
import { dropDatabase } from '../installation/databases'
import { DEMO, demoSigner } from '../installation/demo'
import { DataFolder } from '../installation/folder'
import { claimFolder, openInstallation } from '../installation/installation'
import { PlainError } from '../installation/plain-error'
import type { Command } from '../command'

const help = `signalbox demo remove     drops the demo's database; the next start is your own, empty installation
signalbox demo restore    the next start shows a new demo again

Only the embedded installation has a demo; your own data lies in another database and is not touched.`

export const command: Command = async ([action]) => {
  if (action !== 'remove' && action !== 'restore') {
    console.log(help)
    return action === '--help' ? 0 : 2
  }
  const settings = env()
  if (settings.DATABASE_URL !== undefined) throw new PlainError('With DATABASE_URL set there is no demo.')
  const folder = new DataFolder(settings.SIGNALBOX_DATA)
  if (action === 'restore') {
    folder.prepare()
    folder.demoRemoved = false
    console.log('The next start shows the demo.')
    return 0
  }
  const installation = await openInstallation()
  const letGo = await claimFolder(installation).catch(() => {
    throw new PlainError('Signalbox is running on this data folder. Stop it first, then remove the demo.')
  })
  try {
    if (installation.port !== null) await dropDatabase(installation.port, DEMO, installation.secrets)
    removeSigner(demoSigner(folder))
    folder.demoRemoved = true
    console.log('The demo is gone. The next start is your own, empty installation.')
    return 0
  } finally {
    await letGo()
    await installation.release()
  }
}
