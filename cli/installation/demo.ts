import pg from 'pg'
import { openDatabase } from '@/lib/db/database'
import { removeSigner, type SignerPlace } from '@/lib/db/signer'
import { databaseClock } from '@/lib/db/transact'
import { replayDemo } from '../demo/replay'
import { bundledProgram } from './bundled'
import { databaseUrls, dropDatabase, ensureDatabase, withClient } from './databases'
import type { DataFolder, Secrets } from './folder'
import type { Tell } from './tell'

export const DEMO = 'signalbox_demo'
const UNFINISHED = 'signalbox_demo_unfinished'

/** A demo's register has a key of its own, which goes with it; the environment names that of the real one. */
export function demoSigner(folder: DataFolder): SignerPlace {
  const keyFile = folder.file('register-demo.pem')
  return { pem: null, keyFile, stateFile: `${keyFile}.signed.json` }
}

/** Held while the demo is filled, so that two starts do not fill it at once. */
const FILLING_LOCK = 23_308

/** The demo's database, filled once: under another name until it is whole, so that a kill leaves no half of it. */
export async function ensureDemo(port: number, secrets: Secrets, signer: SignerPlace, tell: Tell): Promise<void> {
  await withClient(databaseUrls(port, 'postgres', secrets).ownerUrl, async (client) => {
    if (await exists(client)) return
    await client.query('SELECT pg_advisory_lock($1)', [FILLING_LOCK])
    if (await exists(client)) return
    tell('Filling the demo: ten weeks of made-up history, replayed as CI and people would have sent it')
    const began = Date.now()
    removeSigner(signer)
    await dropDatabase(port, UNFINISHED, secrets)
    const { appUrl } = await ensureDatabase(port, UNFINISHED, secrets)
    const database = openDatabase(appUrl, 4)
    try {
      await replayDemo({ database, clock: databaseClock }, bundledProgram())
    } finally {
      await database.close()
    }
    // Pages are read at once; autovacuum would come a minute later.
    await withClient(databaseUrls(port, UNFINISHED, secrets).ownerUrl, (owner) => owner.query('ANALYZE'))
    await client.query(`ALTER DATABASE ${pg.escapeIdentifier(UNFINISHED)} RENAME TO ${pg.escapeIdentifier(DEMO)}`)
    tell(`Demo filled (${Math.round((Date.now() - began) / 1000)} s)`)
  })
}

async function exists(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DEMO])
  return rowCount !== 0
}
