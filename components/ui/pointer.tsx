/** Breaks anywhere, but not into a column of single letters where a table leaves it no room. */
const shape = 'inline-block min-w-48 break-all'

/** A pointer to something outside: a link where it is http(s), else plain text. Nothing is ever fetched by us. */
export function Pointer({ uri }: { uri: string }) {
  if (!/^https?:\/\//i.test(uri)) return <code className={shape}>{uri}</code>
  return (
    <a href={uri} rel="noreferrer noopener nofollow" target="_blank" className={`${shape} font-mono text-xs`}>
      {uri}
    </a>
  )
}

/** A digest: its first digits, all of them on hover and for copying. */
export function Digest({ hex }: { hex: string }) {
  return (
    <code title={hex} className="text-soft">
      {hex.slice(0, 12)}
      <span className="sr-only">{hex.slice(12)}</span>
    </code>
  )
}
