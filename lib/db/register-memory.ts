/** What this process knows of the register's checkpoints without asking the database. */
export interface RegisterMemory {
  /** The newest checkpoint, a signed note; null before the first. */
  checkpoint: string | null
  /** How the last sealing went; null before the first. */
  sealing: { at: string; refused: { code: string; message: string } | null } | null
}

/** Next loads modules more than once in a process; the memory must be one. */
const shared = globalThis as typeof globalThis & { signalboxRegister?: RegisterMemory }

export function registerMemory(): RegisterMemory {
  shared.signalboxRegister ??= { checkpoint: null, sealing: null }
  return shared.signalboxRegister
}
