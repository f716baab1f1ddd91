/** Breaks anywhere, but not into a column of single letters where a table leaves it no room. */
const shape = 'inline-block min-w-48 break-all'

interface Props {
  uri: string
  /** For columns of many: its last part alone, all of it on hover and on paper. */
  short?: boolean
}

/** A pointer to something outside: a link where it is http(s), else plain text. Nothing is ever fetched by us. */
export function Pointer({ uri, short = false }: Props) {
  const text = short ? <Short uri={uri} /> : uri
  const className = short ? 'whitespace-nowrap' : shape
  if (!/^https?:\/\//i.test(uri)) return <code className={className}>{text}</code>
  return (
    <a href={uri} rel="noreferrer noopener nofollow" target="_blank" className={`${className} font-mono text-xs`}>
      {text}
    </a>
  )
}

function Short({ uri }: { uri: string }) {
  const last = uri
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .at(-1)
  return (
    <>
      <span title={uri} className="print:hidden">
        {last === undefined || last === '' ? uri : last}
      </span>
      <span className="hidden break-all whitespace-normal print:inline">{uri}</span>
    </>
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
