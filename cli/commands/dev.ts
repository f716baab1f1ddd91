import type { Command } from '../command'
import { run } from './start'

export const command: Command = async () => run(true)
