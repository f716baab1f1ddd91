import { describe, expect, it } from 'vitest'
import { sha256 } from './digest'
import { madeDecision } from './fixtures/decision'
import { packetBytes, packetDigest } from './packet'
import { statementBytes, statementChallenge, statementDigest, votesDigest } from './statement'

const { bundle } = madeDecision()
const statements = bundle.votes.map(({ statement }) => statement)
const [first, ...rest] = statements
if (first === undefined) throw new Error('no vote')

describe('what is signed and sealed', () => {
  it('is canonical JSON, named by its SHA-256', () => {
    expect(statementBytes(first).toString()).toMatch(/^\{"credential":.*"vote":"approve"\}$/)
    expect(statementChallenge(first)).toEqual(sha256(statementBytes(first)))
    expect(statementDigest(first)).toBe(statementChallenge(first).toString('hex'))
    expect(packetDigest(bundle.packet)).toBe(sha256(packetBytes(bundle.packet)).toString('hex'))
  })

  it('says of other votes which they are, in whatever order', () => {
    expect(votesDigest([...statements].reverse())).toBe(votesDigest(statements))
    expect(votesDigest(rest)).not.toBe(votesDigest(statements))
  })
})
