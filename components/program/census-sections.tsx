import { Figure } from '@/components/ui/quantity'
import { Facts, Part, RowHead, Section } from './parts'
import type { Surfaces } from './types'

const figures = [
  ['files', 'Files'],
  ['loc', 'LOC'],
  ['pubItems', 'pub items'],
  ['osRiskHits', 'OS-risk hits'],
  ['fanIn', 'Fan-in'],
  ['fanOut', 'Fan-out'],
] as const

/** The census as the definition states it, module by module. */
export function ModulesSection({ surfaces }: { surfaces: Surfaces }) {
  const { modules } = surfaces
  return (
    <Section id="modules">
      <Facts
        label="Modules"
        columns={[
          { title: 'Module' },
          { title: 'Class' },
          ...figures.map(([, title]) => ({ title, figure: true })),
          { title: 'Note' },
        ]}
        width="min-w-[640px]"
      >
        {modules.map((module) => (
          <tr key={module.id}>
            <RowHead id={module.id} anchor={`module-${module.id}`} />
            <td>{module.class}</td>
            {figures.map(([key]) => (
              <td key={key} className="figure">
                <Figure value={module[key]} unit="" />
              </td>
            ))}
            <td className="pl-3 text-xs text-soft">{module.note}</td>
          </tr>
        ))}
      </Facts>
    </Section>
  )
}

/** The crates, how the census was taken, and what the dependency closure showed. */
export function CensusSection({ surfaces }: { surfaces: Surfaces }) {
  const { crates, census, closure } = surfaces
  return (
    <Section id="census">
      <Part title="Workspace crates">
        <Facts
          label="Workspace crates"
          columns={[{ title: 'Crate' }, { title: 'Status' }, { title: 'Fan-out', figure: true }, { title: 'Notes' }]}
        >
          {crates.map(({ id, status, qualifier, fanOut, notes }) => (
            <tr key={id}>
              <RowHead id={id} />
              <td>
                {status}
                {qualifier === undefined ? null : <span className="block text-xs text-soft">{qualifier}</span>}
              </td>
              <td className="figure">{fanOut}</td>
              <td className="pl-3">{notes}</td>
            </tr>
          ))}
        </Facts>
      </Part>
      <Part title="Method of the census">
        <ul className="ml-4 max-w-3xl list-disc marker:text-soft">
          {census.method.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p className="mt-2 text-soft">Tokens whose lines count as OS-risk hits</p>
        <Tokens tokens={census.tokens} />
        <p className="mt-2 text-soft">Native tokens in the tree</p>
        <Tokens
          tokens={census.nativeTokens.map((token) =>
            typeof token === 'string' ? token : `${token.id} (${token.group})`,
          )}
        />
      </Part>
      <Part title="Hotspots">
        <Facts
          label="Hotspots"
          columns={[{ title: 'Module' }, { title: 'Hits', figure: true }, { title: 'What is there' }]}
          width="min-w-[400px]"
        >
          {census.hotspots.map(({ module, hits, note }) => (
            <tr key={module}>
              <RowHead id={module} />
              <td className="figure">{hits}</td>
              <td className="pl-3">{note}</td>
            </tr>
          ))}
        </Facts>
      </Part>
      <Part title="Commands">
        {census.commands.map(({ title, command }) => (
          <Command key={title} title={title} text={command} />
        ))}
      </Part>
      <Part title="Dependency closure">
        <p>Forbidden crates</p>
        <ul className="ml-4 list-disc marker:text-soft">
          {closure.forbiddenCrates.map(({ id, note }) => (
            <li key={id}>
              <code>{id}</code> {note === undefined ? null : <span className="text-soft">{note}</span>}
            </li>
          ))}
        </ul>
        <Command title="Checked by" text={closure.check.command} />
        <Command title="Observed" text={closure.check.observed} />
        <p className="mt-2 max-w-3xl">{closure.check.interpretation}</p>
      </Part>
    </Section>
  )
}

function Tokens({ tokens }: { tokens: readonly string[] }) {
  return (
    <p className="flex max-w-3xl flex-wrap gap-x-4">
      {tokens.map((token) => (
        <code key={token}>{token}</code>
      ))}
    </p>
  )
}

function Command({ title, text }: { title: string; text: string }) {
  return (
    <div className="mt-2 max-w-3xl">
      <p className="text-soft">{title}</p>
      <pre className="border border-rule bg-panel p-2 whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</pre>
    </div>
  )
}

export function DeliverablesSection({ surfaces }: { surfaces: Surfaces }) {
  return (
    <Section id="deliverables" lead="What the census unblocks.">
      <ul className="mt-2 max-w-3xl">
        {surfaces.deliverables.map(({ id, text }) => (
          <li key={id} className="border-b border-rule py-1 last:border-b-0">
            <code>{id}</code> {text}
          </li>
        ))}
      </ul>
    </Section>
  )
}
