import { phaseTitle, titleIn } from './names'
import { Facts, OwnChoice, Part, RowHead, Section } from './parts'
import type { Program, Surfaces } from './types'

/** What is built: obligations, kinds of evidence, classes, and every retained surface with what it owes. */
export function SurfacesSection({ program, surfaces }: { program: Program; surfaces: Surfaces }) {
  return (
    <Section id="surfaces">
      <Part title="Obligations">
        <Facts
          label="Obligations"
          columns={[{ title: 'Id', width: 'w-48' }, { title: 'What a surface keeps' }]}
          width="min-w-[320px]"
        >
          {surfaces.obligations.map(({ id, title, statement, choice }) => (
            <tr key={id}>
              <RowHead id={id} anchor={`obligation-${id}`}>
                {title}
              </RowHead>
              <td>
                {statement}
                <OwnChoice why={choice} />
              </td>
            </tr>
          ))}
        </Facts>
      </Part>
      <Part title="Kinds of evidence">
        <ul>
          {surfaces.evidenceKinds.map(({ id, title, replay }) => (
            <li key={id} id={`kind-${id}`} className="scroll-mt-4">
              <code>{id}</code> {title}
              {replay ? <span className="text-soft">, a replay proof</span> : null}
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Classes">
        <Facts
          label="Classes of surfaces"
          columns={[{ title: 'Class', width: 'w-64' }, { title: 'Parity', width: 'w-36' }, { title: 'Why' }]}
        >
          {surfaces.classes.map(({ id, title, retained, requiredFrom, why, choice }) => (
            <tr key={id}>
              <RowHead id={id} anchor={`class-${id}`}>
                {title}
              </RowHead>
              <td>
                {retained ? 'retained' : <span className="text-soft">owes nothing</span>}
                {requiredFrom === undefined ? null : (
                  <span className="block text-xs text-soft">from {phaseTitle(program, requiredFrom)}</span>
                )}
              </td>
              <td>
                {why}
                <OwnChoice why={choice} />
              </td>
            </tr>
          ))}
        </Facts>
      </Part>
      <Parity surfaces={surfaces} />
      <Part title="Retained surfaces">
        <Retained surfaces={surfaces} />
      </Part>
    </Section>
  )
}

function Parity({ surfaces }: { surfaces: Surfaces }) {
  const { kinds, replayObligations, maxAgeDays, rules, choice } = surfaces.parity
  const kind = (id: string): string => `${id} (${titleIn(surfaces.evidenceKinds, id)})`
  return (
    <Part title="Parity">
      <ul className="ml-4 max-w-3xl list-disc marker:text-soft">
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <p className="mt-1 max-w-3xl text-soft">
        Demanded of every retained surface: {kinds.map(kind).join(' and ')}. Replay proof is asked of those that keep{' '}
        {replayObligations.join(' or ')}. Evidence counts for {maxAgeDays} days.
      </p>
      <OwnChoice why={choice} />
    </Part>
  )
}

/** One column for each kind of evidence, so that a gap is seen as one. */
function Retained({ surfaces }: { surfaces: Surfaces }) {
  const kinds = surfaces.evidenceKinds.map(({ id }) => id)
  const ofNoKind = (id: string): boolean => !kinds.some((kind) => id.startsWith(`${kind}-`))
  return (
    <Facts
      label="Retained surfaces"
      columns={[
        { title: 'Surface', width: 'w-32' },
        { title: 'Keeps', width: 'w-36' },
        { title: 'Assertion' },
        ...kinds.map((kind) => ({ title: kind, width: 'w-28' })),
      ]}
      width="min-w-[760px]"
    >
      {surfaces.retained.map(({ id, class: surfaceClass, note, obligations, assertion, evidence }) => (
        <tr key={id}>
          <RowHead id={id} anchor={`surface-${id}`}>
            <span className="text-xs text-soft">
              {surfaceClass}
              {note === undefined ? '' : `, ${note}`}
            </span>
          </RowHead>
          <td>
            {obligations.length === 0 ? <span className="text-soft">unmapped</span> : null}
            <span className="flex flex-wrap gap-x-2">
              {obligations.map((one) => (
                <code key={one} className="whitespace-nowrap">
                  {one}
                </code>
              ))}
            </span>
          </td>
          <td>
            {assertion}
            {evidence.filter(ofNoKind).map((one) => (
              <code key={one} className="block">
                {one}
              </code>
            ))}
          </td>
          {kinds.map((kind) => (
            <td key={kind}>
              <Ids ids={evidence.filter((one) => one.startsWith(`${kind}-`))} />
            </td>
          ))}
        </tr>
      ))}
    </Facts>
  )
}

function Ids({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return <span className="text-soft">none</span>
  return ids.map((id) => (
    <code key={id} className="block whitespace-nowrap">
      {id}
    </code>
  ))
}
