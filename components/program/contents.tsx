import type { Program } from './types'

/** The sections of a definition in their order, as the table of contents and the headings call them. */
const titles = {
  revisions: 'Revisions',
  time: 'Time',
  phases: 'Phases and gates',
  metrics: 'Metrics and limits',
  scales: 'Profiles, environments, refs',
  evidence: 'Evidence and defects',
  decisions: 'Decisions',
  kill: 'Kill criteria',
  rollback: 'Rollback triggers',
  risks: 'Risks',
  roles: 'Roles and permissions',
  surfaces: 'Surfaces',
  modules: 'Modules',
  census: 'Crates and census',
  deliverables: 'Deliverables',
  rules: 'Rules by section',
  choices: 'Own choices',
} as const

export type SectionId = keyof typeof titles

export const sectionTitle = (id: SectionId): string => titles[id]

/** How many rows each section has; one that the program does not have is left out. */
function counts(program: Program, revisions: number): Partial<Record<SectionId, number | null>> {
  const { surfaces } = program
  return {
    revisions,
    time: null,
    phases: program.phases.length,
    metrics: program.scoreboard.metrics.length,
    scales: null,
    evidence: null,
    decisions: program.governance.decisions.length,
    kill: program.killCriteria.length,
    rollback: program.rollbackTriggers.length,
    risks: program.risks.length,
    roles: program.roles.length,
    ...(surfaces === undefined
      ? {}
      : {
          surfaces: surfaces.retained.length,
          modules: surfaces.modules.length,
          census: surfaces.crates.length,
          deliverables: surfaces.deliverables.length,
        }),
    rules: program.rules.length,
    choices: null,
  }
}

/** The table of contents: beside the text where there is room, above it where not. */
export function Contents({ program, revisions }: { program: Program; revisions: number }) {
  const all = counts(program, revisions)
  const links = (Object.keys(titles) as SectionId[]).flatMap((id) => {
    const count = all[id]
    return count === undefined ? [] : [{ id, count }]
  })
  const list = (
    <ol className="border-l border-rule">
      {links.map(({ id, count }) => (
        <li key={id}>
          <a
            href={`#${id}`}
            className="flex min-h-6 items-center justify-between gap-3 pl-3 text-ink no-underline hover:bg-panel hover:underline"
          >
            {titles[id]}
            {count === null ? null : <span className="text-xs text-soft">{count}</span>}
          </a>
        </li>
      ))}
    </ol>
  )
  return (
    <nav aria-label="Contents" className="no-print xl:sticky xl:top-4 xl:order-last xl:self-start">
      <details className="border-y border-rule py-1 xl:hidden">
        <summary className="cursor-pointer py-1 font-medium">Contents</summary>
        <div className="py-2 sm:columns-2 sm:gap-8">{list}</div>
      </details>
      <div className="max-xl:hidden">
        <h2 className="mb-2 pl-3 text-xs text-soft">Contents</h2>
        {list}
      </div>
    </nav>
  )
}
