import type { NextAuthOptions } from 'next-auth'
import { getServerSession } from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import { headers } from 'next/headers'
import { z } from 'zod'
import type { UserActor } from '@/lib/auth/actor'
import { DEMO_ISSUER } from '@/lib/auth/demo-accounts'
import { appContext } from '@/lib/db/app-context'
import { env, origin } from '@/lib/env'
import { Refusal } from '@/lib/verbs/refusal'
import { signInByCode } from '@/lib/verbs/person/sign-in-by-code'
import { type SignedInIdentity, signUp } from '@/lib/verbs/person/sign-up'

declare module 'next-auth' {
  interface Session {
    userId?: string
  }
}

/** Whether the demo's accounts may sign in here at all (semantics 15): embedded, bound to loopback, and a demo. */
export async function demoIsOpen(): Promise<boolean> {
  const { SIGNALBOX_EMBEDDED, SIGNALBOX_HOST } = env()
  if (!SIGNALBOX_EMBEDDED || !isLoopback(SIGNALBOX_HOST) || !isLoopback(new URL(origin()).hostname)) return false
  const installation = await appContext().database.prisma.installation.findUnique({ where: { id: 1 } })
  return installation?.demo === true
}

const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host)

/** A request for a loopback name that no proxy has passed on; the server marks it before Next sees it. */
function isDirect(request: { get(name: string): string | null }): boolean {
  const host = request.get('host')?.replace(/:\d+$/, '') ?? ''
  return isLoopback(host) && request.get('x-signalbox-direct') === '1'
}

async function signInToDemo(subject: string): Promise<string | null> {
  if (!(await demoIsOpen()) || !isDirect(await headers())) return null
  const { prisma } = appContext().database
  const identity = await prisma.identity.findUnique({
    where: { issuer_subject: { issuer: DEMO_ISSUER, subject } },
    include: { user: true },
  })
  return identity === null || identity.user.deactivatedAt !== null ? null : identity.userId
}

const codeInput = z.object({ code: z.string().min(1).max(100), name: z.string().trim().min(1).max(200) })

const providers: NextAuthOptions['providers'] = [
  CredentialsProvider({
    id: 'demo',
    name: 'Demo',
    credentials: { account: {} },
    async authorize(credentials) {
      const id = await signInToDemo(credentials?.account ?? '')
      return id === null ? null : { id }
    },
  }),
  CredentialsProvider({
    id: 'code',
    name: 'Code from the console',
    credentials: { code: {}, name: {} },
    async authorize(credentials) {
      const input = codeInput.safeParse(credentials)
      if (!input.success) return null
      try {
        return { id: (await signInByCode(appContext(), input.data.code, input.data.name)).user }
      } catch (error) {
        if (error instanceof Refusal) return null
        throw error
      }
    },
  }),
]

/** The identity provider of this installation, or null where none is configured. */
export function oidcProvider(): { issuer: string; name: string } | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_NAME } = env()
  return OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined ? null : { issuer: OIDC_ISSUER, name: OIDC_NAME }
}

const claims = z.object({
  sub: z.string().min(1),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
})

function oidcOptions(): NextAuthOptions['providers'] {
  const oidc = oidcProvider()
  if (oidc === null) return []
  const { OIDC_CLIENT_ID = '', OIDC_CLIENT_SECRET = '' } = env()
  return [
    {
      id: 'oidc',
      name: oidc.name,
      type: 'oauth',
      issuer: oidc.issuer,
      wellKnown: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      authorization: { params: { scope: 'openid profile email' } },
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      profile: (profile: unknown) => {
        const { sub, name, preferred_username, email } = claims.parse(profile)
        return { id: sub, name: name ?? preferred_username ?? sub, email: email ?? null }
      },
    },
  ]
}

let options: NextAuthOptions | undefined

/** Sessions are signed tokens that hold a user's id and nothing else: rights are read where they are used. */
export function authOptions(): NextAuthOptions {
  const { NEXTAUTH_SECRET } = env()
  if (NEXTAUTH_SECRET === undefined) throw new Error('NEXTAUTH_SECRET is not set')
  options ??= {
    secret: NEXTAUTH_SECRET,
    session: { strategy: 'jwt', maxAge: 12 * 3600 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [...providers, ...oidcOptions()],
    callbacks: {
      async jwt({ token, user, account }) {
        if (!account) return token
        const userId = account.provider === 'oidc' ? await signInByOidc(user) : user.id
        // Without a user the session stays empty: someone who has been deactivated is not signed in.
        return userId === null ? {} : { sub: userId }
      },
      session({ session, token }) {
        return { expires: session.expires, ...(token.sub === undefined ? {} : { userId: token.sub }) }
      },
    },
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
  }
  return options
}

async function signInByOidc(user: { id: string; name?: string | null; email?: string | null }): Promise<string | null> {
  const { OIDC_ISSUER = '', SIGNALBOX_ADMIN } = env()
  const identity: SignedInIdentity = {
    issuer: OIDC_ISSUER,
    subject: user.id,
    name: user.name ?? user.id,
    email: user.email ?? null,
  }
  const isFirst = SIGNALBOX_ADMIN === `${identity.issuer} ${identity.subject}`
  const signed = await signUp(appContext(), identity, isFirst ? 'environment' : null)
  return signed?.user ?? null
}

/** Who is signed in, or null. Whether they still may is for verbs and queries to read. */
export async function signedIn(): Promise<UserActor | null> {
  const session = await getServerSession(authOptions())
  const user = session?.userId
  return user === undefined ? null : { kind: 'user', user }
}
