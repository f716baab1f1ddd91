import { CheckWords } from './check-words'
import { Part, Section } from './parts'
import type { Criterion, Phase, Program } from './types'

/** The phases in their order: what must be true before each begins, and before it is left. */
export function PhasesSection({ program }: { program: Program }) {
  const { threshold } = program.riskPolicy
  return (
    <Section
      id="phases"
      lead={`A promotion asks for the exit of one phase and the entry of the next. Every gate asks besides: no unowned risk scored ${threshold} or above, no required metric without data or Red, a plan for each Yellow one, no open incident or review, and no overdue post-mortem. A gate without criteria is never met.`}
    >
      {program.phases.map((phase, index) => (
        <PhasePart key={phase.id} program={program} phase={phase} number={index + 1} />
      ))}
      {program.ladders.map(({ id, title, of, steps }) => (
        <Part
          key={id}
          title={
            <>
              {title} <span className="font-normal text-soft">ladder of the {of}</span>
            </>
          }
        >
          <p>{steps.map((step) => step.title).join(' → ')}</p>
        </Part>
      ))}
    </Section>
  )
}

function PhasePart({ program, phase, number }: { program: Program; phase: Phase; number: number }) {
  return (
    <div id={`phase-${phase.id}`} className="mt-4 scroll-mt-4 border-t border-rule pt-3">
      <h3 className="text-base">
        <span className="text-soft">{number}</span> {phase.title}{' '}
        <code className="ml-1 font-normal text-soft">{phase.id}</code>
      </h3>
      <div className="mt-1 grid gap-x-8 gap-y-4 rail:grid-cols-2">
        <Gate program={program} title="Entry" when="before it starts" gate={phase.entry} />
        <Gate program={program} title="Exit" when="before it is left" gate={phase.exit} />
      </div>
    </div>
  )
}

function Gate({ program, title, when, gate }: { program: Program; title: string; when: string; gate: Phase['entry'] }) {
  return (
    <div>
      <h4 className="font-semibold">
        {title} <span className="font-normal text-soft">{when}</span>
        {gate.passingScore === undefined ? null : (
          <span className="font-normal text-soft">, passing score {gate.passingScore}</span>
        )}
      </h4>
      {gate.criteria.length === 0 ? <p className="text-soft">No criteria: this gate is never met.</p> : null}
      <ol>
        {gate.criteria.map((criterion) => (
          <CriterionItem key={criterion.id} program={program} criterion={criterion} />
        ))}
      </ol>
    </div>
  )
}

function CriterionItem({ program, criterion }: { program: Program; criterion: Criterion }) {
  const { id, text, weight, blocking, check, also = [] } = criterion
  return (
    <li id={`criterion-${id}`} className="break-inside-avoid scroll-mt-4 border-b border-rule py-2 last:border-b-0">
      <p>
        {text} <code className="ml-1 whitespace-nowrap text-soft">{id}</code>
        {weight === undefined ? null : <span className="ml-2 text-xs text-soft">weight {weight}</span>}
        {blocking === true ? <span className="ml-2 text-xs text-soft">blocking</span> : null}
      </p>
      <div className="mt-1 grid grid-cols-[56px_minmax(0,1fr)] gap-y-1">
        <span className="text-soft">Check</span>
        <CheckWords program={program} check={check} />
        {also.map((one) => (
          <Also key={JSON.stringify(one)} program={program} check={one} />
        ))}
      </div>
    </li>
  )
}

function Also({ program, check }: { program: Program; check: Criterion['check'] }) {
  return (
    <>
      <span className="text-soft">and</span>
      <CheckWords program={program} check={check} />
    </>
  )
}
