import { Facts, OwnChoice, Part, RowHead, Section } from './parts'
import type { Program } from './types'

interface Row {
  id: string
  title: string
  description: string
  choice?: string | undefined
}

/** What is measured, where it is measured, and which refs may be gated. */
export function ScalesSection({ program }: { program: Program }) {
  const { profiles, environments, gatedRefs, choice } = program.scoreboard
  return (
    <Section id="scales">
      <Part title="Profiles">
        <Rows label="Profiles" rows={profiles} />
      </Part>
      <Part title="Environment classes">
        <Rows label="Environment classes" rows={environments} />
      </Part>
      <Part title="Gated refs">
        <p>Only runs of these refs may be gated, and only gated runs move signals. A star stands for any characters.</p>
        <p className="mt-1 flex flex-wrap gap-x-4">
          {gatedRefs.map((ref) => (
            <code key={ref}>{ref}</code>
          ))}
        </p>
        <OwnChoice why={choice} />
      </Part>
      {program.ciIdentities.length === 0 ? null : (
        <Part title="CI identities">
          <CiIdentities identities={program.ciIdentities} />
        </Part>
      )}
    </Section>
  )
}

function Rows({ label, rows }: { label: string; rows: readonly Row[] }) {
  return (
    <Facts label={label} columns={[{ title: 'Id', width: 'w-48' }, { title: 'What it is' }]} width="min-w-[320px]">
      {rows.map(({ id, title, description, choice }) => (
        <tr key={id}>
          <RowHead id={id}>{title}</RowHead>
          <td>
            {description}
            <OwnChoice why={choice} />
          </td>
        </tr>
      ))}
    </Facts>
  )
}

function CiIdentities({ identities }: { identities: Program['ciIdentities'] }) {
  return (
    <Facts
      label="CI identities"
      columns={[{ title: 'Id' }, { title: 'Issuer, audience' }, { title: 'Must be' }, { title: 'Run from claims' }]}
    >
      {identities.map(({ id, issuer, audience, require, claims, gated }) => (
        <tr key={id}>
          <RowHead id={id}>{gated ? 'may be gated' : 'never gated'}</RowHead>
          <td>
            <code className="break-all">{issuer}</code>
            <code className="block">{audience}</code>
          </td>
          <td>
            {Object.entries(require).map(([claim, value]) => (
              <code key={claim} className="block">
                {claim} = {value}
              </code>
            ))}
          </td>
          <td>
            {Object.entries(claims).map(([what, claim]) => (
              <span key={what} className="block">
                {what} <code>{claim}</code>
              </span>
            ))}
          </td>
        </tr>
      ))}
    </Facts>
  )
}

/** Evidence that no surface names, and the scale of defects. */
export function EvidenceSection({ program }: { program: Program }) {
  const { evidence, defects } = program
  return (
    <Section id="evidence">
      <Part title="Evidence beside that of surfaces">
        {evidence.length === 0 ? (
          <p className="text-soft">None: all evidence is named by a surface.</p>
        ) : (
          <Facts
            label="Evidence beside that of surfaces"
            columns={[{ title: 'Id', width: 'w-40' }, { title: 'What it shows' }]}
            width="min-w-[320px]"
          >
            {evidence.map(({ id, title, choice }) => (
              <tr key={id}>
                <RowHead id={id} anchor={`evidence-${id}`} />
                <td>
                  {title}
                  <OwnChoice why={choice} />
                </td>
              </tr>
            ))}
          </Facts>
        )}
      </Part>
      <Part title="Defects">
        {defects === undefined ? (
          <p className="text-soft">No scale: uploads bring no defects, and no gate asks for them.</p>
        ) : (
          <>
            <OwnChoice why={defects.choice} />
            <div className="grid gap-x-8 rail:grid-cols-2">
              <Facts label="Kinds of defects" columns={[{ title: 'Kind' }, { title: 'Title' }]} width="">
                {defects.kinds.map(({ id, title, choice }) => (
                  <tr key={id}>
                    <RowHead id={id} />
                    <td>
                      {title}
                      <OwnChoice why={choice} />
                    </td>
                  </tr>
                ))}
              </Facts>
              <Facts
                label="Severities of defects"
                columns={[{ title: 'Severity' }, { title: 'Title' }, { title: 'Rank', figure: true }]}
                width=""
              >
                {defects.severities.map(({ id, title, rank, choice }, index) => (
                  <tr key={id}>
                    <RowHead id={id} />
                    <td>
                      {title}
                      <OwnChoice why={choice} />
                    </td>
                    <td className="figure">{rank ?? index + 1}</td>
                  </tr>
                ))}
              </Facts>
            </div>
          </>
        )}
      </Part>
    </Section>
  )
}
