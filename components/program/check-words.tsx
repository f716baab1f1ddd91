import { Fragment, type ReactNode } from 'react'
import { counted, evidenceTitle, metricTitle, phaseTitle, roleTitle, titleIn } from './names'
import { Listed, OwnChoice, Ref, To } from './parts'
import type { Check, Program } from './types'

/** How a criterion is checked, in a sentence. */
export function CheckWords({ program, check }: { program: Program; check: Check }) {
  return (
    <div>
      {sentence(program, check)}
      <OwnChoice why={'choice' in check ? check.choice : undefined} />
    </div>
  )
}

function sentence(program: Program, check: Check): ReactNode {
  switch (check.kind) {
    case 'attested':
      return (
        <>
          Attested by <Roles program={program} ids={check.roles} />
          {check.maxAgeDays === undefined ? '' : ` not longer than ${counted(check.maxAgeDays, 'day')} ago`}
          {check.command ? ', naming the exact command,' : ''} with evidence:
          <ul className="ml-4 list-disc marker:text-soft">
            {check.evidence.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </>
      )
    case 'record':
      return (
        <>
          At least {counted(check.count, 'record')} of “{check.system}”, entered by{' '}
          <Roles program={program} ids={check.roles} />.
        </>
      )
    case 'metrics':
      return (
        <>
          <Metrics program={program} ids={check.metrics} /> {check.metrics.length === 1 ? 'passes' : 'pass'} over{' '}
          {counted(check.windows, 'window')}
          {check.limitsOf === undefined ? '' : `, within the limits of ${phaseTitle(program, check.limitsOf)}`}.
        </>
      )
    case 'scoreboard':
      return `The scoreboard is Green over ${counted(check.windows, 'window')}.`
    case 'parity':
      return <ParityWords program={program} check={check} />
    case 'mapped':
      return (
        <>
          Each module and retained surface of <Classes program={program} ids={check.classes} /> names an obligation and
          an evidence id.
        </>
      )
    case 'evidence':
      return (
        <>
          The latest gated result of <Evidence program={program} ids={check.ids} /> passes and is not stale.
        </>
      )
    case 'risks':
      return [
        check.unownedAtOrAbove === undefined ? [] : [`No risk scored ${check.unownedAtOrAbove} or above is unowned.`],
        check.open === undefined ? [] : [`No risk is ${check.open.join(' or ')}.`],
      ]
        .flat()
        .join(' ')
    case 'killCriteria':
      return (
        <>
          No <To href="#kill">kill criterion</To> is active.
        </>
      )
    case 'phase':
      return (
        <>
          The {check.gate} gate of <To href={`#phase-${check.phase}`}>{phaseTitle(program, check.phase)}</To> is met.
        </>
      )
    case 'defects':
      return <DefectWords program={program} check={check} />
    case 'decision':
      return `Decided: ${program.governance.decisions.find(({ kind }) => kind === check.decision)?.title ?? check.decision}.`
    case 'dwell':
      return `${counted(check.days, 'day')} without ${check.without.join(', ')}.`
    case 'gate':
      return `The gate ${check.gate} of ${titleIn(program.ladders, check.ladder)} is met.`
  }
}

type CheckOf<Kind extends Check['kind']> = Extract<Check, { kind: Kind }>

function ParityWords({ program, check }: { program: Program; check: CheckOf<'parity'> }) {
  const { classes, obligations, kinds } = check
  const title = (id: string): string => titleIn(program.surfaces?.obligations ?? [], id)
  return (
    <>
      Each retained surface of <Classes program={program} ids={classes} />
      {obligations === undefined ? null : (
        <>
          {' '}
          that keeps{' '}
          <Listed
            word="or"
            items={obligations.map((id) => <Ref key={id} to="obligation" id={id} title={title(id)} />)}
          />
        </>
      )}{' '}
      has passing evidence, none of it stale, of{' '}
      {kinds === undefined ? (
        'every kind it needs'
      ) : (
        <Listed
          items={kinds.map((id) => (
            <Ref key={id} to="kind" id={id} title={titleIn(program.surfaces?.evidenceKinds ?? [], id)} />
          ))}
        />
      )}
      .
    </>
  )
}

function DefectWords({ program, check }: { program: Program; check: CheckOf<'defects'> }) {
  const { kinds, severities, classes, releaseCandidates } = check
  const kind = (id: string): string => titleIn(program.defects?.kinds ?? [], id).toLowerCase()
  const severity = (id: string): string => titleIn(program.defects?.severities ?? [], id)
  return (
    <>
      No <Listed word="or" items={kinds.map(kind)} /> <To href="#evidence">defect</To> of severity{' '}
      <Listed word="or" items={severities.map(severity)} /> is unresolved
      {classes === undefined ? null : (
        <>
          {' '}
          on surfaces of <Classes program={program} ids={classes} />, or on none named
        </>
      )}
      {releaseCandidates === undefined ? '' : `, for ${counted(releaseCandidates, 'release candidate')}`}.
    </>
  )
}

function Roles({ program, ids }: { program: Program; ids: readonly string[] }) {
  return (
    <Listed
      word="or"
      items={ids.map((id) => (
        <To key={id} href={`#role-${id}`}>
          {roleTitle(program, id)}
        </To>
      ))}
    />
  )
}

interface NamedProps {
  program: Program
  ids: readonly string[]
  word?: 'and' | 'or'
}

export function Metrics({ program, ids, word = 'and' }: NamedProps) {
  return (
    <Listed
      word={word}
      items={ids.map((id) => <Ref key={id} to="metric" id={id} title={metricTitle(program, id)} />)}
    />
  )
}

export function Evidence({ program, ids, word = 'and' }: NamedProps) {
  const surface = (id: string): string | undefined =>
    program.surfaces?.retained.find((one) => one.evidence.includes(id))?.id
  return (
    <Listed
      word={word}
      items={ids.map((id) => {
        const title = evidenceTitle(program, id)
        const owner = title === undefined ? surface(id) : undefined
        return (
          <Fragment key={id}>
            <To
              href={owner === undefined ? `#evidence-${id}` : `#surface-${owner}`}
              {...(owner === undefined ? {} : { title: `Evidence of ${owner}` })}
            >
              <code className="whitespace-nowrap">{id}</code>
            </To>
            {title === undefined ? null : <>, “{title}”,</>}
          </Fragment>
        )
      })}
    />
  )
}

function Classes({ program, ids }: { program: Program; ids: readonly string[] }) {
  return (
    <>
      class{' '}
      <Listed
        word="or"
        items={ids.map((id) => (
          <To key={id} href={`#class-${id}`} title={titleIn(program.surfaces?.classes ?? [], id)}>
            {id}
          </To>
        ))}
      />
    </>
  )
}
