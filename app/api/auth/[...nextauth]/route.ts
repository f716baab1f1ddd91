import NextAuth from 'next-auth'
import { authOptions } from '@/lib/http/session'

type Handler = (request: Request, context: { params: Promise<{ nextauth: string[] }> }) => Promise<Response>

/** next-auth types its handler as any. */
const handler: Handler = (request, context) => (NextAuth(authOptions()) as Handler)(request, context)

export { handler as GET, handler as POST }
