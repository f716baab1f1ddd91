import { Signal } from '@/components/ui/signal'
import { stateWords } from '@/lib/domain/risk/event-words'
import type { LiveRiskDto } from '@/lib/queries/live-risk'

/** What the next step of a risk asks for, in the words in which the server refuses it. */
export function Checklist({ next }: { next: LiveRiskDto['next'] }) {
  if (next === null) return <p>A closed risk moves by a trigger event alone.</p>
  return (
    <div>
      <p>
        {next.allowed
          ? `Everything that ${stateWords[next.to]} asks for is there.`
          : next.to === 'closed'
            ? 'A risk is closed by a signed decision alone. What it will ask for:'
            : `It cannot move to ${stateWords[next.to]} yet.`}
      </p>
      <ul className="mt-1 flex flex-col gap-1">
        {next.checklist.map(({ id, text, met, detail }) => (
          <li key={id} className="flex flex-wrap gap-x-3">
            <Signal light={met ? 'clear' : 'stop'} word={met ? 'Met' : 'Unmet'} />
            <span>
              {text}. <span className="text-soft">{detail}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
