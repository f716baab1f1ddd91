import { notFound } from '@/lib/verbs/refusal'
import type { PacketFile } from '@/lib/queries/packets'

/** The number of a packet as an address has it; refuses what is none as a packet that is not there. */
export function packetNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw notFound('packet')
  return Number(text)
}

/** A file byte for byte, to be kept. */
export const download = ({ name, body }: PacketFile): Response =>
  new Response(new Uint8Array(body), {
    headers: {
      'Content-Type': 'application/json',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'no-store',
    },
  })
