import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readTrust, type Trust } from '@/lib/register/trust'
import { type BundleFacts, type Verification, verifyBundle } from '@/lib/register/verify/bundle'
import { codeOf, PlainError } from '../installation/plain-error'
import type { Command } from '../command'

const help = `signalbox verify FILE --trust TRUST [--json]

Checks the bundle of one decision, offline: packet, statements, passkey signatures, program revision, quorum rule,
inclusion in the register and its signed checkpoint. It names the first thing that is wrong.

The trust file comes from the Trust page of the installation, or from someone you believe; never with the bundle.
Without it a bundle can be consistent at most, since anyone can sign with keys of their own.

Exit 0: verified; 1: wrong, or consistent with an unknown signer; 2: usage or I/O. Format: docs/bundle-format.md`

/** Imports the pure verifier alone: no database, no framework. */
export const command: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      trust: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [file] = positionals
  if (values.help || file === undefined) {
    console.log(help)
    return values.help ? 0 : 2
  }
  const verification = verifyBundle(read(file), values.trust === undefined ? null : trustFrom(values.trust))
  console.log(values.json ? JSON.stringify(verification, null, 2) : words(verification).join('\n'))
  return verification.verdict === 'verified' ? 0 : 1
}

function read(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new PlainError(`${file} cannot be read (${codeOf(error)}).`)
  }
}

function trustFrom(file: string): Trust {
  const trust = readTrust(read(file).toString('utf8'))
  if (trust.ok) return trust.trust
  throw new PlainError(`${file} cannot be used as a trust file. ${trust.message}`)
}

function words({ verdict, wrong, facts, remarks, unknowable }: Verification): string[] {
  if (wrong !== null || facts === null) {
    const at = wrong?.at ? ` (at ${wrong.at})` : ''
    return [`Wrong: ${wrong?.message ?? ''}${at}`, `Code: ${wrong?.code ?? ''}`]
  }
  const head =
    verdict === 'verified'
      ? 'Verified: everything in the bundle holds, and its register is the trusted one.'
      : 'Consistent, signer unknown: everything fits together, but without --trust nobody knows who signed it.'
  return [
    head,
    '',
    ...factWords(facts),
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
    '',
    'What cannot be known offline:',
    ...unknowable.map((one) => `  - ${one}`),
  ]
}

function factWords({
  program,
  decision,
  question,
  outcome,
  sealedAt,
  decidedAt,
  revision,
  votes,
  register,
}: BundleFacts): string[] {
  return [
    `${decision.title} ${decision.id}, round ${decision.round}, of ${program}: ${outcome}`,
    `  ${oneLine(question)}`,
    `  sealed ${sealedAt}, decided ${decidedAt}, under program revision ${revision.number}`,
    ...votes.map(
      ({ seat, name, deputyOf, vote, signature, at }) =>
        `  ${vote.padEnd(7)} ${oneLine(seat)}: ${oneLine(name)}${deputyOf === null ? '' : ` for ${oneLine(deputyOf)}`}, ${signature}, ${at}`,
    ),
    `  register ${register.origin}, checkpoint of ${register.size} entries, root ${register.root}`,
    ...register.signedBy.map((key) => `  signed by ${key}`),
  ]
}

/** Texts of a bundle come from strangers: no control characters reach the terminal. */
const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ')
