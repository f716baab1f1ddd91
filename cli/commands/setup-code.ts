import { env, origin } from '@/lib/env'
import { issueSetupCode } from '@/lib/verbs/person/issue-setup-code'
import { onInstallation } from '../installation/installation'
import type { Command } from '../command'

const help = `signalbox setup-code

Prints a code that makes whoever enters it administrator; it serves once, within a day.`

export const command: Command = async (args) => {
  if (args.includes('--help')) {
    console.log(help)
    return 0
  }
  const { code } = await onInstallation((context) => issueSetupCode(context))
  console.log(`${code}\nEnter it at ${origin(env())}/setup within a day.`)
  return 0
}
