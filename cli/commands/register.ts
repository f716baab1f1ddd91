import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { operator } from '@/lib/auth/actor'
import { keyIn, makeKeyIn, nextKeyFile } from '@/lib/db/signer'
import { checkRegister } from '@/lib/queries/register/check/check'
import { trustFile } from '@/lib/queries/register/trust'
import { sealingFault } from '@/lib/verbs/register/inspect'
import { SealingRefused } from '@/lib/verbs/register/ground'
import { openOrigin } from '@/lib/verbs/register/open-origin'
import { rotateKey } from '@/lib/verbs/register/rotate-key'
import { seal } from '@/lib/verbs/register/seal'
import { type Installation, onInstallation } from '../installation/installation'
import { PlainError } from '../installation/plain-error'
import type { Command } from '../command'

const help = `signalbox register check [--json]   recomputes every digest, the tree, every checkpoint and signature, and
                                     matches entries with rows, both ways; names the first wrong things
signalbox register seal             gives waiting entries their leaves and signs a checkpoint, as the server does
signalbox register rotate-key       makes a new key; the next checkpoint is signed by the old and the new one
signalbox register new-origin       after a restore: goes on under a new origin that names the old checkpoint
signalbox register trust            prints the trust file that \`signalbox verify\` takes

Works on the database of this installation. Exit 0: in order; 1: something is wrong; 2: usage or I/O.`

type Work = Parameters<typeof onInstallation<number>>[0]

export const command: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  })
  const [action] = positionals
  if (values.help || action === undefined) {
    console.log(help)
    return values.help ? 0 : 2
  }
  const work = actions(values.json)[action]
  if (work === undefined) throw new PlainError(`There is no "register ${action}".\n\n${help}`)
  try {
    return await onInstallation(work)
  } catch (error) {
    if (error instanceof SealingRefused) throw new PlainError(`Nothing is signed. ${error.message}`, 1)
    throw error
  }
}

const actions = (json: boolean): Record<string, Work | undefined> => ({
  check: async (context, { signer }) => {
    const check = await checkRegister(context)
    const fault = await sealingFault(context, signer)
    const wrong = check.findings.length > 0 || fault !== null
    if (json) {
      console.log(JSON.stringify({ ...check, signer: fault }, null, 2))
      return wrong ? 1 : 0
    }
    const { findings, leaves, waiting, checkpoints, unmatched } = check
    console.log(`${leaves} entries sealed, ${waiting} waiting; ${checkpoints} checkpoints.`)
    for (const { type, entries } of unmatched) console.log(`Not held against rows: ${entries} of type ${type}.`)
    for (const { message } of findings) console.error(`Wrong: ${message}`)
    if (fault !== null) console.error(`Nothing is signed. ${fault.message}`)
    console.log(
      wrong ? 'The register is not in order.' : 'The register is in order: entries, tree, signatures and rows agree.',
    )
    return wrong ? 1 : 0
  },
  seal: async (context, { signer }) => {
    console.log(`${await seal(context, signer, { everything: true })} entries sealed.`)
    return 0
  },
  'rotate-key': async (context, { signer }) => {
    if (signer.pem !== null) {
      throw new PlainError(
        'The key comes from SIGNALBOX_REGISTER_KEY. Give it in a file (SIGNALBOX_REGISTER_KEY_FILE) to rotate it.',
      )
    }
    await seal(context, signer, { everything: true })
    const next = keyIn(nextKeyFile(signer)) ?? makeKeyIn(nextKeyFile(signer))
    const { from, to } = await rotateKey(context, operator, signer, next.publicKey)
    await seal(context, signer, { everything: true })
    console.log(`Key ${from} has handed over to ${to}; the checkpoint between them is signed by both. ${anew(signer)}`)
    return 0
  },
  'new-origin': async (context, { signer }) => {
    const { origin, previous } = await openOrigin(context, operator, signer)
    await seal(context, signer, { everything: true })
    console.log(
      `The register goes on as ${origin}. It names the last checkpoint of ${previous.origin}: ${previous.size} entries, root ${previous.root}.`,
    )
    console.log('Hand out the trust file anew, and say why: whoever compared checkpoints will ask.')
    return 0
  },
  trust: async (context) => {
    process.stdout.write(await trustFile(context))
    return 0
  },
})

function anew({ keyFile }: Installation['signer']): string {
  return `The private key is in ${keyFile} (${readFileSync(keyFile).length} bytes); back it up, and hand out the trust file anew.`
}
