import type { CiActor, TokenActor } from '@/lib/auth/actor'
import { tokenActor } from '@/lib/auth/bearer'
import { ciActor, IssuerUnreachable, looksLikeJwt } from '@/lib/auth/ci-identity'
import { appContext } from '@/lib/db/app-context'
import { programState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { notFound, Refusal } from '@/lib/verbs/refusal'
import { notAllowed, problemFrom } from './problem'

type Params = Record<string, string>

interface Call<P extends Params> {
  request: Request
  params: P
  context: Context
  actor: TokenActor | CiActor
}

/** A route of the API: authenticates by Bearer alone, answers JSON, and turns every fault into problem+json. */
export function apiRoute<P extends Params & { program: string }>(
  status: 200 | 201,
  handle: (call: Call<P>) => Promise<unknown>,
): Route<P> {
  return fileRoute<P>(async (call) => json(status, await handle(call)))
}

type Route<P> = (request: Request, route: { params: Promise<P> }) => Promise<Response>

/** The same for what is answered byte for byte. */
export function fileRoute<P extends Params & { program: string }>(
  handle: (call: Call<P>) => Promise<Response>,
): Route<P> {
  return async (request, route) => {
    try {
      const params = await route.params
      const context = appContext()
      const actor = await authenticate(context, request, params.program)
      return await handle({ request, params, context, actor })
    } catch (error) {
      return problemFrom(error)
    }
  }
}

/** An address of the API at which nothing stands. */
export const notThere = (): Response => problemFrom(notFound('address in this API'))

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a route answers to the methods it does not take, by method. */
export const allowOnly = (allowed: Method): Record<Method, () => Response> => {
  const answer = (): Response => notAllowed(allowed)
  return { GET: answer, POST: answer, PUT: answer, PATCH: answer, DELETE: answer }
}

/** A route that anyone may read: it tells nothing that is not for everyone. */
export function openRoute(
  handle: (context: Context, query: URLSearchParams) => Promise<unknown>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return json(200, await handle(appContext(), new URL(request.url).searchParams))
    } catch (error) {
      return problemFrom(error)
    }
  }
}

export function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  })
}

async function authenticate(context: Context, request: Request, program: string): Promise<TokenActor | CiActor> {
  const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  if (token === undefined) {
    throw new Refusal('unauthenticated', 'no_token', 'Send a token: "Authorization: Bearer sbx_…".')
  }
  const actor = looksLikeJwt(token)
    ? await ciActorFor(context, token, program)
    : await tokenActor(context.database, token)
  if (actor === null)
    throw new Refusal('unauthenticated', 'bad_token', 'The token is unknown, revoked or does not hold.')
  return actor
}

async function ciActorFor({ database }: Context, token: string, program: string): Promise<CiActor | null> {
  const state = await programState(database, database.pool, program)
  if (state === null) return null
  try {
    return await ciActor(token, state)
  } catch (error) {
    if (!(error instanceof IssuerUnreachable)) throw error
    throw new Refusal('unavailable', 'issuer_unreachable', "The CI's issuer cannot be asked for its keys now.", [], 10)
  }
}
