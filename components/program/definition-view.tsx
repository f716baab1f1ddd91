import type { ReactNode } from 'react'
import { Digest } from '@/components/ui/pointer'
import { Moment } from '@/components/ui/time'
import type { DefinitionDto } from '@/lib/queries/programs'
import { CensusSection, DeliverablesSection, ModulesSection } from './census-sections'
import { Contents } from './contents'
import { DecisionsSection } from './decisions-section'
import { MetricsSection } from './metrics-section'
import { phaseTitle } from './names'
import { Facts, Section, Term, Terms } from './parts'
import { PhasesSection } from './phases-section'
import { RisksSection } from './risks-section'
import { RolesSection } from './roles-section'
import { ChoicesSection, RulesSection } from './rules-sections'
import { EvidenceSection, ScalesSection } from './scales-sections'
import { KillSection, RollbackSection } from './stops-sections'
import { SurfacesSection } from './surfaces-section'
import { TimeSection } from './time-section'

interface Props {
  definition: DefinitionDto
  /** The form that replaces the definition, for those who may. */
  replace: ReactNode
}

/** The definition in force, whole and in words. */
export function DefinitionView({ definition, replace }: Props) {
  const { program, revisions } = definition
  const { surfaces } = program
  return (
    <>
      <Head definition={definition} />
      {replace}
      <div className="mt-6 grid grid-cols-1 gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1fr)_200px]">
        <Contents program={program} revisions={revisions.length} />
        <div className="min-w-0">
          <RevisionsSection definition={definition} />
          <TimeSection program={program} />
          <PhasesSection program={program} />
          <MetricsSection program={program} />
          <ScalesSection program={program} />
          <EvidenceSection program={program} />
          <DecisionsSection program={program} />
          <KillSection program={program} />
          <RollbackSection program={program} />
          <RisksSection program={program} />
          <RolesSection program={program} />
          {surfaces === undefined ? null : (
            <>
              <SurfacesSection program={program} surfaces={surfaces} />
              <ModulesSection surfaces={surfaces} />
              <CensusSection surfaces={surfaces} />
              <DeliverablesSection surfaces={surfaces} />
            </>
          )}
          <RulesSection program={program} />
          <ChoicesSection program={program} />
        </div>
      </div>
    </>
  )
}

function Head({ definition }: { definition: DefinitionDto }) {
  const { id, program, revision, revisions, digest, phase } = definition
  const since = revisions.find(({ number }) => number === revision)?.inForceFrom ?? null
  return (
    <header>
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1">
        <h1>Program: {program.title}</h1>
        <p className="no-print flex gap-4">
          <a href={`/${id}/program/definition.yaml`} download>
            Definition as YAML
          </a>
          <a href={`/${id}/program/definition.json`} download>
            as canonical JSON
          </a>
        </p>
      </div>
      <p className="mt-1 max-w-3xl">{program.summary}</p>
      <div className="mt-3">
        <Terms>
          <Term name="Id">
            <code>{id}</code>
          </Term>
          <Term name="Revision">
            {revision}
            {since === null ? null : (
              <>
                , in force since <Moment at={since} zone={program.zone} />
              </>
            )}
          </Term>
          <Term name="SHA-256">
            <code className="break-all">{digest}</code>
          </Term>
          <Term name="Phase">
            {phase === null
              ? 'not yet begun: an administrator may still replace the definition'
              : `${phase === 'released' ? 'released' : phaseTitle(program, phase)}: the definition changes by decision only`}
          </Term>
          {program.source === undefined ? null : <Term name="Taken from">{program.source}</Term>}
        </Terms>
      </div>
    </header>
  )
}

function RevisionsSection({ definition: { revision, revisions, program } }: { definition: DefinitionDto }) {
  return (
    <Section id="revisions" lead="Revisions are never changed; every verdict names the one that judged it.">
      <Facts
        label="Revisions"
        columns={[{ title: 'Revision' }, { title: 'Stored' }, { title: 'In force from' }, { title: 'SHA-256' }]}
        width="min-w-[480px]"
      >
        {revisions.map(({ number, digest, createdAt, inForceFrom }) => (
          <tr key={number}>
            <th scope="row" className="font-normal text-ink">
              {number} {number === revision ? <span className="text-xs text-soft">in force</span> : null}
            </th>
            <td>
              <Moment at={createdAt} zone={program.zone} />
            </td>
            <td>
              {inForceFrom === null ? (
                <span className="text-soft">not yet</span>
              ) : (
                <Moment at={inForceFrom} zone={program.zone} />
              )}
            </td>
            <td>
              <Digest hex={digest} />
            </td>
          </tr>
        ))}
      </Facts>
    </Section>
  )
}
