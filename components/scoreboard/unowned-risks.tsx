import { Signal } from '@/components/ui/signal'
import type { ScoreboardDto } from '@/lib/queries/scoreboard'

/** High risks that nobody owns: they hold no status, and must not go unnoticed (seed 10.1). */
export function UnownedRisks({ board }: { board: ScoreboardDto }) {
  const { program, unownedRisks: risks } = board
  if (risks.length === 0) return null
  const words = risks.length === 1 ? 'One high risk has no owner' : `${risks.length} high risks have no owner`
  return (
    <section aria-label="Risks without an owner" className="border-b border-rule py-3">
      <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <Signal light="stop" word={words} />
        {risks.map((risk) => (
          <a key={risk.key} href={`/${program}/risks/${risk.key}`} title={risk.title}>
            <span className="font-mono text-xs">{risk.key}</span> {risk.title}, {risk.score}
          </a>
        ))}
      </p>
    </section>
  )
}
