import path from 'node:path'
import { type Env, env } from '@/lib/env'
import type { SignerPlace } from './signer'

/** Where key and state lie by the environment; `ownKeyFile` where it names no key. */
export function signerPlace(ownKeyFile: string, settings: Env = env()): SignerPlace {
  const { SIGNALBOX_REGISTER_KEY: pem, SIGNALBOX_REGISTER_KEY_FILE, SIGNALBOX_REGISTER_STATE_FILE } = settings
  const keyFile = SIGNALBOX_REGISTER_KEY_FILE ?? ownKeyFile
  return { pem: pem ?? null, keyFile, stateFile: SIGNALBOX_REGISTER_STATE_FILE ?? `${ownKeyFile}.signed.json` }
}

/** Those of this server process: `signalbox start` names them in its environment. */
export const serverSigner = (): SignerPlace =>
  signerPlace(path.resolve(env().SIGNALBOX_DATA ?? '.data', 'register.pem'))
