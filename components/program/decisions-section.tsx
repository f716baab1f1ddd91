import { counted, roleTitle, titleIn } from './names'
import { Facts, Listed, OwnChoice, Part, RowHead, Section, Term, Terms, To } from './parts'
import type { Program } from './types'

/** Who decides what, by when, on which grounds, and what may be waived. */
export function DecisionsSection({ program }: { program: Program }) {
  const { governance } = program
  return (
    <Section id="decisions" lead={signatures(program)}>
      <Councils program={program} />
      <Kinds program={program} />
      <Rights program={program} />
      <Slas program={program} />
      <Part title="What every decision packet includes">
        <ul className="ml-4 list-disc marker:text-soft">
          {governance.packet.map(({ id, text }) => (
            <li key={id}>
              {text} <code className="text-soft">{id}</code>
            </li>
          ))}
        </ul>
      </Part>
      <Waivers program={program} />
    </Section>
  )
}

function signatures({ governance: { signatures: how, keyDelayHours } }: Program): string {
  const delay =
    keyDelayHours === 0 ? 'as soon as it is confirmed' : `${counted(keyDelayHours, 'hour')} after it is confirmed`
  return how === 'passkey'
    ? `Votes are signed by the voter's own passkey. A new key counts ${delay}.`
    : 'Votes are attested by the operator: the session that cast them stands for a signature.'
}

function Councils({ program }: { program: Program }) {
  return (
    <Part title="Councils">
      {program.governance.councils.map(({ id, title, seats, approvals, split, choice }) => (
        <div key={id} id={`council-${id}`} className="mt-2 scroll-mt-4">
          <p>
            {title} <code className="text-soft">{id}</code>
          </p>
          <Terms>
            <Term name="Seats">
              <Listed
                items={seats.map(({ role, mandatory }) => (
                  <span key={role}>
                    <RoleLink program={program} id={role} />
                    {mandatory ? '' : ' (may stay empty)'}
                  </span>
                ))}
              />
            </Term>
            <Term name="Approves">
              {approvals} of {seats.length}
            </Term>
            <Term name="A split">
              {split.outcome === 'reject' ? (
                'rejects'
              ) : (
                <>
                  goes to the <RoleLink program={program} id={split.role ?? ''} />, who breaks the tie
                </>
              )}
            </Term>
          </Terms>
          <OwnChoice why={choice} />
        </div>
      ))}
    </Part>
  )
}

function Kinds({ program }: { program: Program }) {
  const { decisions, councils } = program.governance
  return (
    <Part title="Kinds of decision">
      <Facts
        label="Kinds of decision"
        columns={[{ title: 'Kind', width: 'w-64' }, { title: 'Decided by' }, { title: 'Expires', width: 'w-36' }]}
        width="min-w-[480px]"
      >
        {decisions.map(({ kind, title, council, role, unanimous, expiresDays, choice }) => (
          <tr key={kind}>
            <RowHead id={kind} anchor={`decision-${kind}`}>
              {title}
            </RowHead>
            <td>
              {council === undefined ? null : <To href={`#council-${council}`}>{titleIn(councils, council)}</To>}
              {role === undefined ? null : <RoleLink program={program} id={role} />}
              {unanimous ? ', unanimously' : ''}
              <OwnChoice why={choice} />
            </td>
            <td>
              {expiresDays === undefined ? (
                <span className="text-soft">never</span>
              ) : (
                `${counted(expiresDays, 'day')} after sealing`
              )}
            </td>
          </tr>
        ))}
      </Facts>
    </Part>
  )
}

function Rights({ program }: { program: Program }) {
  const { rights, decisions } = program.governance
  return (
    <Part title="Decision rights">
      <Facts
        label="Decision rights"
        columns={[{ title: 'Decision', width: 'w-64' }, { title: 'Owner' }, { title: 'Escalation' }]}
      >
        {rights.map(({ id, type, owner, escalation, decisions: kinds }) => (
          <tr key={id}>
            <th scope="row" className="font-normal text-ink">
              {type}
              <span className="block text-xs text-soft">
                {kinds.map((kind) => decisions.find((one) => one.kind === kind)?.title ?? kind).join(', ')}
              </span>
            </th>
            <td>{owner}</td>
            <td>{escalation}</td>
          </tr>
        ))}
      </Facts>
    </Part>
  )
}

function Slas({ program }: { program: Program }) {
  return (
    <Part title="Deadlines">
      <Facts
        label="Deadlines"
        columns={[
          { title: 'Severity', width: 'w-28' },
          { title: 'What' },
          { title: 'Due', width: 'w-40' },
          { title: 'Late ones go to', width: 'w-56' },
        ]}
      >
        {program.governance.slas.map(({ id, severity, text, due, path, choice }) => (
          <tr key={id}>
            <th scope="row" className="font-normal text-ink">
              {severity}
            </th>
            <td>
              {text}
              <OwnChoice why={choice} />
            </td>
            <td className="whitespace-nowrap">
              {'hours' in due ? counted(due.hours, 'hour') : counted(due.businessDays, 'business day')}
            </td>
            <td>{path.map((role) => roleTitle(program, role)).join(', then ')}</td>
          </tr>
        ))}
      </Facts>
    </Part>
  )
}

function Waivers({ program }: { program: Program }) {
  const { waivers, councils } = program.governance
  return (
    <Part title="Waivers">
      {waivers.verdicts.length === 0 ? (
        <p>Nothing may be waived.</p>
      ) : (
        <Terms>
          <Term name="May be waived">
            {waivers.verdicts.map((verdict) => (verdict === 'no_data' ? 'missing data' : 'a failure')).join(' and ')}
          </Term>
          <Term name="Approved by">
            <To href={`#council-${waivers.council}`}>{titleIn(councils, waivers.council)}</To>
          </Term>
          <Term name="At most">
            {counted(waivers.maxDays, 'day')} each, {waivers.maxOpen} open at once
          </Term>
          {waivers.never.length === 0 ? null : (
            <Term name="Never">
              <code>{waivers.never.join(', ')}</code>
            </Term>
          )}
          {waivers.compensatingControl ? <Term name="Asks for">a compensating control</Term> : null}
          {waivers.followUp ? <Term name="Names">an id to follow it up</Term> : null}
        </Terms>
      )}
      <OwnChoice why={waivers.choice} />
    </Part>
  )
}

function RoleLink({ program, id }: { program: Program; id: string }) {
  return <To href={`#role-${id}`}>{roleTitle(program, id)}</To>
}
