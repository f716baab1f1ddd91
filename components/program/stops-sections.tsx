import { OwnChoice, Part, Section, Term, Terms, To } from './parts'
import { SignalList } from './signal-words'
import type { Program } from './types'

/** What stops a phase at once. */
export function KillSection({ program }: { program: Program }) {
  return (
    <Section
      id="kill"
      lead="Any one of them stops the phase at once. Only a gated fail fires, never silence; a member may declare one with evidence."
    >
      {program.killCriteria.length === 0 ? <p className="mt-2 text-soft">The program has none.</p> : null}
      {program.killCriteria.map(({ id, text, signals, trigger, choice }) => (
        <Part
          key={id}
          id={`kill-${id}`}
          title={
            <>
              {text} <code className="ml-1 font-normal text-soft">{id}</code>
            </>
          }
        >
          <Terms>
            <Term name="Fires when">
              <SignalList program={program} signals={signals} />
            </Term>
            <Term name="Recovery of">
              <To href={`#trigger-${trigger}`}>{triggerWords(program, trigger)}</To>
            </Term>
          </Terms>
          <OwnChoice why={choice} />
        </Part>
      ))}
    </Section>
  )
}

const triggerWords = (program: Program, id: string): string =>
  program.rollbackTriggers.find((one) => one.id === id)?.trigger ?? id

/** What must be done when something breaks, and until when. */
export function RollbackSection({ program }: { program: Program }) {
  return (
    <Section id="rollback" lead="The action is mandatory, and the incident stays open until recovery is evidenced.">
      {program.rollbackTriggers.length === 0 ? <p className="mt-2 text-soft">The program has none.</p> : null}
      {program.rollbackTriggers.map((trigger) => (
        <Part
          key={trigger.id}
          id={`trigger-${trigger.id}`}
          title={
            <>
              {trigger.trigger} <code className="ml-1 font-normal text-soft">{trigger.id}</code>{' '}
              <span className="ml-1 text-xs font-normal text-soft">{trigger.severity}</span>
            </>
          }
        >
          <Terms>
            <Term name="Starts when">
              <Starts program={program} trigger={trigger} />
            </Term>
            <Term name="Action">{trigger.action}</Term>
            <Term name="Recovered when">{trigger.recovery}</Term>
            {trigger.phaseBack ? <Term name="Phase">goes back when it is executed</Term> : null}
            {trigger.freezes.length === 0 ? null : <Term name="Freezes">{trigger.freezes.join('; ')}</Term>}
          </Terms>
          <OwnChoice why={trigger.choice} />
        </Part>
      ))}
    </Section>
  )
}

function Starts({ program, trigger }: { program: Program; trigger: Program['rollbackTriggers'][number] }) {
  const criteria = program.killCriteria.filter((one) => one.trigger === trigger.id)
  return (
    <>
      {criteria.length === 0 ? null : (
        <ul className="ml-4 list-disc marker:text-soft">
          {criteria.map(({ id, text }) => (
            <li key={id}>
              the kill criterion <To href={`#kill-${id}`}>{text}</To> fires
            </li>
          ))}
        </ul>
      )}
      {trigger.signals === undefined ? null : <SignalList program={program} signals={trigger.signals} />}
    </>
  )
}
