import { sha256 } from '@/lib/register/digest'
import { Refusal } from '../refusal'

/** How a setup code is kept: by its digest, however it was typed. */
export const codeHash = (code: string): Buffer<ArrayBuffer> => sha256(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))

export const codeRefused = (): Refusal =>
  new Refusal('forbidden', 'code_refused', 'The code is wrong, used or older than a day.')
