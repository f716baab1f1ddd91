import { type NextRequest, NextResponse } from 'next/server'
import { origin } from '@/lib/env'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Before every request: writes by cookie come from our own pages alone, and pages run only scripts we sent. */
export function proxy(request: NextRequest): NextResponse {
  const own = origin()
  const { pathname } = request.nextUrl
  const isApi = pathname.startsWith('/api/v1/') || pathname.startsWith('/api/health/')
  if (!isApi && !SAFE.has(request.method) && request.headers.get('origin') !== own) return foreignWrite(own)

  return isApi ? NextResponse.next() : withContentPolicy(request)
}

function foreignWrite(own: string): NextResponse {
  const problem = {
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    code: 'foreign_origin',
    detail: `Changes are taken from pages of ${own} alone.`,
  }
  return NextResponse.json(problem, { status: 403, headers: { 'Content-Type': 'application/problem+json' } })
}

function withContentPolicy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  // React's development build evaluates code; the built app never does.
  const evaluation = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  return response
}

export const config = { matcher: ['/((?!_next/static|_next/image|favicon.ico|icon.svg).*)'] }
