import { Pointer } from '@/components/ui/pointer'
import { Ago, instantWords } from '@/components/ui/time'
import type { RiskDto } from '@/lib/queries/risk'

/** Everything that happened to the risk, newest first: who, when, what and why. */
export function Timeline({ risk: { history, program, now, zone } }: { risk: RiskDto }) {
  return (
    <section className="mt-6" aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol className="mt-2 border-l border-rule">
        {history.map(({ version, at, by, type, what, why, proofs }) => (
          <li key={version} className="relative pb-3 pl-5">
            <span
              aria-hidden="true"
              className={`absolute top-1.5 -left-[4.5px] size-2 border border-ink ${marked.has(type) ? 'bg-ink' : 'bg-paper'}`}
            />
            <p>
              <span className="font-medium">{by}</span> {what}.
            </p>
            {why === null ? null : <p className="max-w-3xl">{why}</p>}
            {proofs.map(({ text, evidence, run }) => (
              <p key={`${text} ${evidence}`} className="max-w-3xl">
                {text === null ? null : `${text} `}
                <Pointer uri={evidence} />
                {run === null ? null : (
                  <>
                    , run{' '}
                    <a href={`/${program}/runs/${run.number}`} className="font-mono text-xs">
                      {run.id}
                    </a>
                  </>
                )}
              </p>
            ))}
            <p className="text-xs text-soft">
              {instantWords(at, zone)} (<Ago at={at} now={now} zone={zone} />
              ), version {version}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** What moved the risk itself stands out. */
const marked = new Set(['added', 'moved', 'closed', 'triggered', 'rescored'])
