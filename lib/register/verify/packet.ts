import { decisionRule, type GovernanceRules, rolesOf } from '@/lib/domain/decision/rule'
import { z } from 'zod'
import type { Bundle } from '../bundle'
import { canonicalJson, type Json } from '../canonical'
import { digestOf } from '../digest'
import type { Electorate, PacketDocument } from '../packet'
import { must } from './wrong'

/** What the verifier reads of a program definition. */
const definitionShape = z.object({
  id: z.string(),
  governance: z.object({
    signatures: z.enum(['passkey', 'session']),
    councils: z.array(
      z.object({
        id: z.string(),
        seats: z.array(z.object({ role: z.string(), mandatory: z.boolean() })),
        approvals: z.int(),
        split: z.object({ outcome: z.enum(['reject', 'tie_break']), role: z.string().optional() }),
      }),
    ),
    decisions: z.array(
      z.object({
        kind: z.string(),
        council: z.string().optional(),
        role: z.string().optional(),
        unanimous: z.boolean(),
      }),
    ),
  }),
})

/** The program's own word on signatures; checks the packet against the program revision it was judged under. */
export function checkRevision({ packet, revision }: Bundle): { signatures: 'passkey' | 'session' } {
  must(
    digestOf(revision.definition) === packet.revision.digest,
    'revision_digest',
    'revision.definition',
    'The program definition is not the one that the packet names: its digest is another.',
  )
  must(
    revision.number === packet.revision.number,
    'revision_number',
    'revision.number',
    'The revision has another number than the packet names.',
  )
  const definition = definitionShape.safeParse(revision.definition)
  must(
    definition.success,
    'revision_unreadable',
    'revision.definition',
    'The program definition does not say how decisions are reached.',
  )
  const { id, governance } = definition.data
  must(
    id === packet.program.id,
    'other_program',
    'packet.program.id',
    'The packet is of another program than the definition.',
  )
  checkRule(packet, governance)
  return { signatures: governance.signatures }
}

function checkRule({ decision, electorate }: PacketDocument, governance: GovernanceRules): void {
  const rule = decisionRule(governance, decision.kind)
  must(
    rule !== null,
    'no_rule',
    'packet.decision.kind',
    `The program has no rule for decisions of kind ${decision.kind}.`,
  )
  must(
    canonicalJson(rule as unknown as Json) === canonicalJson(electorate.rule as unknown as Json),
    'other_rule',
    'packet.electorate.rule',
    'The packet states another quorum rule than the program has for this kind of decision.',
  )
}

/** That the electorate is sound in itself: the rule's seats, each once, deputies of their holders, keys of voters. */
export function checkElectorate({ rule, seats, credentials }: Electorate): void {
  const at = 'packet.electorate'
  const roles = seats.map(({ role }) => role)
  must(
    canonicalJson(rolesOf(rule).sort()) === canonicalJson([...roles].sort()),
    'electorate_seats',
    `${at}.seats`,
    'The electorate does not have exactly the seats of the rule.',
  )
  for (const [index, { holders }] of seats.entries()) {
    const here = `${at}.seats.${index}.holders`
    const own = holders.filter(({ deputyOf }) => deputyOf === null).map(({ person }) => person)
    must(
      new Set(holders.map(({ person }) => person)).size === holders.length,
      'electorate_twice',
      here,
      'Someone is in this seat twice.',
    )
    must(
      holders.every(({ deputyOf }) => deputyOf === null || own.includes(deputyOf)),
      'electorate_deputy',
      here,
      'A deputy stands in for someone who does not hold the seat.',
    )
  }
  const people = new Set(seats.flatMap(({ holders }) => holders.map(({ person }) => person)))
  must(
    credentials.every(({ person }) => people.has(person)),
    'electorate_stranger',
    `${at}.credentials`,
    'A key belongs to someone who has no seat.',
  )
  must(
    new Set(credentials.map(({ credentialId }) => credentialId)).size === credentials.length,
    'electorate_key_twice',
    `${at}.credentials`,
    'Two keys have the same id.',
  )
}
