import { createRemoteJWKSet, decodeJwt, type JWTPayload, jwtVerify } from 'jose'
import { z } from 'zod'
import type { ProgramState } from '@/lib/db/program-state'
import type { CiActor } from './actor'

/** A CI system's own OIDC token as bearer (semantics 3): it names commit, ref, run and attempt, signed by its issuer. */

export const looksLikeJwt = (token: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)

/** The issuer cannot be asked for its keys now; the caller may try again. */
export class IssuerUnreachable extends Error {}

type KeySet = ReturnType<typeof createRemoteJWKSet>

const keySets = new Map<string, Promise<KeySet>>()

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() })

/** Keys of issuers that the program names, and of no other. */
function keysOf(issuer: string): Promise<KeySet> {
  const known = keySets.get(issuer)
  if (known !== undefined) return known
  const found = discover(issuer)
  keySets.set(issuer, found)
  found.catch(() => keySets.delete(issuer))
  return found
}

async function discover(issuer: string): Promise<KeySet> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(5_000) }).catch(() => null)
  const document = discovery.safeParse(response?.ok ? await response.json() : null)
  if (!document.success || document.data.issuer !== issuer) throw new IssuerUnreachable(issuer)
  return createRemoteJWKSet(new URL(document.data.jwks_uri), { timeoutDuration: 5_000 })
}

/** The CI job that a token speaks for, or null where the program knows no such identity or the token does not hold. */
export async function ciActor(token: string, state: ProgramState): Promise<CiActor | null> {
  const unverified = claimsOf(token)
  const identity = state.revision.compiled.program.ciIdentities.find(
    (one) =>
      one.issuer === unverified?.iss &&
      Object.entries(one.require).every(([claim, value]) => unverified[claim] === value),
  )
  if (identity === undefined) return null
  const { issuer, audience } = identity
  let claims: JWTPayload
  try {
    claims = (await jwtVerify(token, await keysOf(issuer), { issuer, audience, requiredClaims: ['exp'] })).payload
  } catch (error) {
    if (error instanceof IssuerUnreachable) throw error
    return null
  }
  const text = (claim: string | undefined): string | null => {
    const value = claim === undefined ? undefined : claims[claim]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null
  }
  const [commit, ref, run, attempt] = [
    identity.claims.commit,
    identity.claims.ref,
    identity.claims.run,
    identity.claims.attempt,
  ].map(text)
  if (!commit || !ref || !run || (identity.claims.attempt !== undefined && !attempt)) return null
  return {
    kind: 'ci',
    identity: identity.id,
    program: state.id,
    gated: identity.gated,
    claims: { commit, ref, run: attempt ? `${run}-${attempt}` : run },
  }
}

function claimsOf(token: string): JWTPayload | null {
  try {
    return decodeJwt(token)
  } catch {
    return null
  }
}
