import { counted, phaseTitle, roleTitle } from './names'
import { Facts, OwnChoice, Part, Section, Term, Terms, To } from './parts'
import { SignalList } from './signal-words'
import type { Program } from './types'

type Risk = Program['risks'][number]

/** How risks are scored, reviewed and moved, and the register as it starts out. */
export function RisksSection({ program }: { program: Program }) {
  const { riskPolicy: policy, risks } = program
  const categories = [...new Set(risks.map(({ category }) => category))]
  return (
    <Section
      id="risks"
      lead={`Score is likelihood times impact. The board sees scores of ${policy.threshold} or above; a trigger calls for a review within ${counted(policy.reviewWithinHours, 'hour')}. These are the risks as the program starts out; the register keeps what became of them.`}
    >
      <OwnChoice why={policy.choice} />
      <div className="grid gap-x-8 rail:grid-cols-2">
        <Part title="Scale">
          <Scale scale={policy.scale} />
          <OwnChoice why={policy.scale.choice} />
        </Part>
        <div>
          <Part title="Protocol">
            <ul className="ml-4 list-disc marker:text-soft">
              {policy.protocol.map(({ id, text }) => (
                <li key={id}>{text}</li>
              ))}
            </ul>
          </Part>
          <Part title="How a risk moves">
            <ul className="ml-4 list-disc marker:text-soft">
              {policy.transitions.map(({ id, from, to, text }) => (
                <li key={id}>
                  {from} → {to}: {text}
                </li>
              ))}
            </ul>
          </Part>
        </div>
      </div>
      {categories.map((category) => (
        <div key={category} className="mt-4 border-t border-rule pt-3">
          <h3 className="text-base">{category}</h3>
          {risks
            .filter((risk) => risk.category === category)
            .map((risk) => (
              <RiskPart key={risk.id} program={program} risk={risk} />
            ))}
        </div>
      ))}
    </Section>
  )
}

function Scale({ scale }: { scale: Program['riskPolicy']['scale'] }) {
  const steps = Math.max(scale.likelihood.length, scale.impact.length)
  return (
    <Facts
      label="Scale of risks"
      columns={[{ title: 'Step', figure: false }, { title: 'Likelihood' }, { title: 'Impact' }]}
      width=""
    >
      {Array.from({ length: steps }, (_, index) => (
        <tr key={index}>
          <th scope="row" className="font-normal text-ink">
            {index + 1}
          </th>
          <td>{scale.likelihood[index] ?? '–'}</td>
          <td>{scale.impact[index] ?? '–'}</td>
        </tr>
      ))}
    </Facts>
  )
}

function RiskPart({ program, risk }: { program: Program; risk: Risk }) {
  const { id, title, statement, likelihood, impact, signals, mitigation, owner, cadence, closure, gates } = risk
  return (
    <Part
      id={`risk-${id}`}
      title={
        <>
          <code>{id}</code> {title}{' '}
          <span className="ml-1 text-xs font-normal text-soft">
            likelihood {likelihood} × impact {impact} = <strong className="text-ink">{likelihood * impact}</strong>
          </span>
        </>
      }
    >
      <Terms>
        <Term name="Statement">{statement}</Term>
        <Term name="Triggers">
          <ul className="ml-4 list-disc marker:text-soft">
            {signals.map(({ text, bind }) => (
              <li key={text}>
                {text}
                {bind === undefined ? (
                  <span className="text-soft">, reported by people</span>
                ) : (
                  <div className="text-soft">
                    <SignalList program={program} signals={bind} />
                  </div>
                )}
              </li>
            ))}
          </ul>
        </Term>
        <Term name="Mitigation">{mitigation}</Term>
        <Term name="Owner">
          <To href={`#role-${owner}`}>{roleTitle(program, owner)}</To>
        </Term>
        <Term name="Cadence">
          {cadence.text}
          <span className="text-soft">
            ; people review it {cadence.review}
            {cadence.events.length === 0 ? '' : `, besides every ${cadence.events.join(', every ')}`}
          </span>
        </Term>
        <Term name="Closed when">{closure}</Term>
        {gates.length === 0 ? null : (
          <Term name="Bears on">{gates.map((gate) => phaseTitle(program, gate)).join(', ')}</Term>
        )}
      </Terms>
      <OwnChoice why={risk.choice} />
    </Part>
  )
}
