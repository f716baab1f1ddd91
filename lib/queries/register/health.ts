import { registerMemory } from '@/lib/db/register-memory'

/** Whether this process signs the register, and why not. */
export function registerHealth(): { signing: boolean; refused: string | null } {
  const { sealing } = registerMemory()
  return { signing: sealing !== null && sealing.refused === null, refused: sealing?.refused?.message ?? null }
}
