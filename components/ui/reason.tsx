/** A reason as sentence; its stable code is one hover away. */
export function Reason({ reason }: { reason: string }) {
  const cut = reason.indexOf(': ')
  const [code, words] = cut === -1 ? ['', reason] : [reason.slice(0, cut), reason.slice(cut + 2)]
  const sentence = words.charAt(0).toUpperCase() + words.slice(1)
  return <span title={code}>{/[.!?]$/.test(sentence) ? sentence : `${sentence}.`}</span>
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
