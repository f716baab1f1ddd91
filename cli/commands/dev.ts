import type { Command } from '../main'
import { run } from './start'

export const command: Command = async () => run(true)
