import type { ProgramState } from '@/lib/db/program-state'
import { lockRows, type Transaction } from '@/lib/db/transact'

/** Reviews and actions of a program are numbered one after the other: whoever takes the next number waits here. */
export async function lockNumbers(tx: Transaction, { id }: ProgramState): Promise<Transaction> {
  const text = 'SELECT 1 FROM program WHERE id = $1 FOR NO KEY UPDATE'
  return (await lockRows(tx, { text, values: [id] })).tx
}
