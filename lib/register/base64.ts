/** Base64 that has one form only: bytes, or null for a text that is not exactly what those bytes are written as. */
export function fromBase64(text: string, form: 'base64' | 'base64url'): Buffer | null {
  const bytes = Buffer.from(text, form)
  return bytes.toString(form) === text ? bytes : null
}
