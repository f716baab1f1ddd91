import { reasonParts } from '@/lib/domain/sentence'

/** A reason as sentence; its stable code is one hover away. */
export function Reason({ reason }: { reason: string }) {
  const { code, words } = reasonParts(reason)
  return <span title={code}>{words}</span>
}

export function Reasons({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 0) return null
  return (
    <ul className="flex flex-col gap-1">
      {reasons.map((reason) => (
        <li key={reason} className="border-l-2 border-rule pl-2">
          <Reason reason={reason} />
        </li>
      ))}
    </ul>
  )
}
