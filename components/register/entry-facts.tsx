import { Digest } from '@/components/ui/pointer'
import { instantWords } from '@/components/ui/time'
import { dayWords } from '@/lib/domain/window/day-words'
import type { EntryFactDto } from '@/lib/queries/register/facts'

/** What an entry says, fact by fact; what has a page leads there. */
export function EntryFacts({ facts, zone }: { facts: readonly EntryFactDto[]; zone: string }) {
  return (
    <dl className="flex break-inside-avoid flex-wrap gap-x-4 sm:min-w-[320px] print:min-w-0">
      {facts.map((fact) => (
        <div key={fact.label} className="[overflow-wrap:anywhere]">
          <dt className="inline text-soft">{fact.label}</dt>{' '}
          <dd className="inline">
            {fact.href === null ? (
              <Said fact={fact} zone={zone} />
            ) : (
              <a href={fact.href}>
                <Said fact={fact} zone={zone} />
              </a>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Said({ fact: { text, kind }, zone }: { fact: EntryFactDto; zone: string }) {
  switch (kind) {
    case 'digest':
      return <Digest hex={text} />
    case 'instant':
      return (
        <time dateTime={text} title={text}>
          {instantWords(text, zone)}
        </time>
      )
    case 'day':
      return <time dateTime={text}>{dayWords(text)}</time>
    case 'text':
      return <>{text}</>
  }
}
