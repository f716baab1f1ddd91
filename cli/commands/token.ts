import { parseArgs } from 'node:util'
import { operator } from '@/lib/auth/actor'
import { tokensOf } from '@/lib/queries/tokens'
import { createToken } from '@/lib/verbs/token/create'
import { revokeToken } from '@/lib/verbs/token/revoke'
import { onInstallation } from '../installation/installation'
import { PlainError } from '../installation/plain-error'
import type { Command } from '../command'

const help = `signalbox token create --program ID --name N [--gated] [--scope upload|read]
signalbox token list --program ID [--json]
signalbox token revoke --program ID --id NUMBER

Works on the database of this installation. \`create\` prints the token alone; it is shown this once.
An upload token may also read. Only a --gated token may upload gated runs, which move the scoreboard.`

export const command: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      program: { type: 'string' },
      name: { type: 'string' },
      gated: { type: 'boolean', default: false },
      scope: { type: 'string', default: 'upload' },
      id: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const [action] = positionals
  if (values.help || action === undefined) {
    console.log(help)
    return values.help ? 0 : 2
  }
  const program = needed(values.program, '--program')
  if (action === 'create') {
    const name = needed(values.name, '--name')
    const { scope, gated } = values
    if (scope !== 'upload' && scope !== 'read') throw new PlainError('--scope is upload or read.')
    const { token } = await onInstallation((context) => createToken(context, operator, { program, name, scope, gated }))
    console.log(token)
    return 0
  }
  if (action === 'revoke') {
    const id = Number(needed(values.id, '--id'))
    await onInstallation((context) => revokeToken(context, operator, program, id))
    console.log(`Token ${id} is revoked.`)
    return 0
  }
  if (action === 'list') {
    const tokens = await onInstallation((context) => tokensOf(context, operator, program))
    if (values.json) console.log(JSON.stringify(tokens, null, 2))
    else
      for (const token of tokens) {
        const state =
          token.revokedAt === null ? `last used ${token.lastUsedAt ?? 'never'}` : `revoked ${token.revokedAt}`
        console.log(
          `${token.id}  ${token.hint}…  ${token.scope}${token.gated ? ', gated' : ''}  ${token.name}  ${state}`,
        )
      }
    return 0
  }
  throw new PlainError(`There is no "token ${action}".\n\n${help}`)
}

function needed(value: string | undefined, option: string): string {
  if (value === undefined) throw new PlainError(`${option} is missing.\n\n${help}`)
  return value
}
