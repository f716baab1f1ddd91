import type { Command } from '../main'

export const command: Command = async () => 2
