import { buttonClass } from '@/components/ui/form'
import { riskStates } from '@/lib/domain/risk/event'
import { stateWords } from '@/lib/domain/risk/event-words'
import type { RiskFilter } from '@/lib/queries/risk-filter'
import type { RisksDto } from '@/lib/queries/risks'

interface Props {
  risks: RisksDto
  filter: RiskFilter
  /** What the form keeps of the address beside its own fields. */
  kept: Record<string, string>
}

const box = 'mt-0.5 block min-h-8 rounded-sm border border-soft bg-paper px-2 text-sm text-ink'

export function Filters({ risks, filter, kept }: Props) {
  const { all, threshold, program } = risks
  const categories = [...new Set(all.map(({ category }) => category))]
  const roles = [...new Map(all.map(({ ownerRole }) => [ownerRole.id, ownerRole.title]))]
  const people = [...new Map(all.flatMap(({ owner }) => (owner === null ? [] : [[owner.id, owner.name] as const])))]
  const scores = [...new Set([threshold, 5, 8, 10, 15, 16, 20])].sort((a, b) => a - b)
  const filtered =
    filter.state !== null ||
    filter.category !== null ||
    filter.owner !== null ||
    filter.score !== null ||
    filter.overdue ||
    filter.cell !== null
  return (
    <form method="get" className="no-print flex flex-wrap items-end gap-3" aria-label="Filters">
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label className="text-xs text-soft">
        State
        <select name="state" defaultValue={filter.state ?? ''} className={box}>
          <option value="">all</option>
          {riskStates.map((state) => (
            <option key={state} value={state}>
              {stateWords[state]}
            </option>
          ))}
        </select>
      </label>
      <label className="text-xs text-soft">
        Score
        <select name="score" defaultValue={filter.score ?? ''} className={box}>
          <option value="">all</option>
          {scores.map((score) => (
            <option key={score} value={score}>
              {score === threshold ? `${score} or more: the board’s` : `${score} or more`}
            </option>
          ))}
        </select>
      </label>
      <label className="text-xs text-soft">
        Category
        <select name="category" defaultValue={filter.category ?? ''} className={box}>
          <option value="">all</option>
          {categories.map((category) => (
            <option key={category}>{category}</option>
          ))}
        </select>
      </label>
      <label className="text-xs text-soft">
        Owner
        <select name="owner" defaultValue={filter.owner ?? ''} className={`${box} max-w-[220px]`}>
          <option value="">all</option>
          <option value="nobody">nobody: unowned</option>
          <optgroup label="People">
            {people.map(([id, name]) => (
              <option key={id} value={`user:${id}`}>
                {name}
              </option>
            ))}
          </optgroup>
          <optgroup label="Owner roles">
            {roles.map(([id, title]) => (
              <option key={id} value={`role:${id}`}>
                {title}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      <label className="flex min-h-8 items-center gap-1.5">
        <input type="checkbox" name="overdue" value="1" defaultChecked={filter.overdue} /> overdue only
      </label>
      <button type="submit" className={buttonClass()}>
        Filter risks
      </button>
      {filtered ? (
        <a href={`/${program}/risks`} className="flex min-h-8 items-center">
          Show all
        </a>
      ) : null}
    </form>
  )
}
