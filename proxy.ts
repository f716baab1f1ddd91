import { type NextRequest, NextResponse } from 'next/server'
import { origin } from '@/lib/env'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Before every request: writes by cookie come from our own pages alone, and pages run only scripts we sent. */
export function proxy(request: NextRequest): NextResponse {
  const own = origin()
  const { pathname, search } = request.nextUrl
  const isApi = pathname.startsWith('/api/v1/') || pathname.startsWith('/api/health/')
  if (!isApi && !SAFE.has(request.method) && request.headers.get('origin') !== own) return foreignWrite(own)

  const host = request.headers.get('host') ?? ''
  if (!pathname.startsWith('/api/') && SAFE.has(request.method) && isOtherLoopbackName(host, own)) {
    return NextResponse.redirect(new URL(`${pathname}${search}`, own), 307)
  }
  return isApi ? NextResponse.next() : withContentPolicy(request)
}

/** Passkeys and cookies belong to one name: who comes by another name of this machine is sent to the configured one. */
function isOtherLoopbackName(host: string, own: string): boolean {
  const configured = new URL(own)
  const [name, port] = [host.replace(/:\d+$/, ''), host.match(/:(\d+)$/)?.[1] ?? '80']
  return (
    host !== configured.host &&
    LOOPBACK.has(name) &&
    LOOPBACK.has(configured.hostname) &&
    port === (configured.port || '80')
  )
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
