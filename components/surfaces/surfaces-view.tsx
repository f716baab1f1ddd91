import { Digest, Pointer } from '@/components/ui/pointer'
import { Reasons } from '@/components/ui/reason'
import { type Light, Signal } from '@/components/ui/signal'
import { Age, Moment } from '@/components/ui/time'
import type { SurfaceDto, SurfaceEvidenceDto, SurfacesDto } from '@/lib/queries/surfaces'

/** Parity of every retained surface: which evidence it names, how each piece stands, and what is missing. */
export function SurfacesView({ list }: { list: SurfacesDto }) {
  const { surfaces, classes, parity, zone } = list
  if (surfaces.length === 0) {
    return (
      <>
        <h1>Surfaces</h1>
        <p className="mt-2">The program retains no surfaces.</p>
      </>
    )
  }
  const failing = surfaces.filter(({ required, state }) => required && state !== 'met').length
  return (
    <>
      <h1>Surfaces</h1>
      <p className="mt-1 max-w-2xl">
        {parity === null ? 'No surface is required yet.' : `${parity.passed} of ${parity.total} required checks pass.`}{' '}
        {failing} of the required surfaces {failing === 1 ? 'is' : 'are'} not met. A result counts for {list.maxAgeDays}{' '}
        days; a stale one is absent, and absence is failure.
      </p>
      {classes.map(({ id, title, requiredFrom }) => (
        <section key={id} className="mt-6" aria-labelledby={`class-${id}`}>
          <h2 id={`class-${id}`}>{title}</h2>
          <p className="text-soft">
            {requiredFrom === null ? 'Required in no phase.' : `Required from ${requiredFrom} on.`}
          </p>
          <div className="scrolls mt-1">
            <table className="facts stacks [&_:is(td,th)]:align-top! w-full">
              <thead>
                <tr>
                  <th scope="col">Surface</th>
                  <th scope="col">Parity</th>
                  <th scope="col">Keeps</th>
                  <th scope="col">Evidence</th>
                </tr>
              </thead>
              <tbody>
                {surfaces
                  .filter((one) => one.class === id)
                  .map((surface) => (
                    <Row key={surface.id} surface={surface} program={list.program} zone={zone} />
                  ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </>
  )
}

const states: Record<SurfaceDto['state'], { light: Light; word: string }> = {
  met: { light: 'clear', word: 'Met' },
  unmet: { light: 'stop', word: 'Unmet' },
  no_data: { light: 'nodata', word: 'No data' },
}

const outcomes: Record<SurfaceEvidenceDto['state'], { light: Light; word: string }> = {
  pass: { light: 'clear', word: 'Pass' },
  fail: { light: 'stop', word: 'Fail' },
  stale: { light: 'nodata', word: 'Stale' },
  absent: { light: 'nodata', word: 'Absent' },
}

function Row({ surface, program, zone }: { surface: SurfaceDto; program: string; zone: string }) {
  return (
    <tr id={surface.id}>
      <th scope="row" className="max-w-xs py-1.5 font-normal text-ink">
        <code>{surface.id}</code>
        <span className="block text-soft">{surface.assertion}</span>
      </th>
      <td className="py-1.5">
        <Signal {...states[surface.state]} />
        {surface.debt === null ? null : (
          <p>
            <Signal light="waived" word="Debt" />{' '}
            <span className="text-soft">
              on {surface.debt.risk} until <Moment at={surface.debt.expiresAt} zone={zone} />
            </span>
          </p>
        )}
        {surface.reasons.length === 0 ? null : (
          <details className="max-w-xs">
            <summary className="cursor-pointer text-link">
              Why<span className="sr-only"> {surface.id}</span>
            </summary>
            <Reasons reasons={surface.reasons} />
          </details>
        )}
      </td>
      <td className="py-1.5">
        <code>{surface.obligations.join(' ')}</code>
      </td>
      <td className="py-1.5">
        <ul className="flex flex-col gap-0.5">
          {surface.evidence.map((one) => (
            <li key={one.id} className="flex flex-wrap items-center gap-x-2">
              <Signal {...outcomes[one.state]} />
              <code>{one.id}</code>
              {one.run === null ? null : (
                <a href={`/${program}/runs/${one.run.number}`}>
                  <Age seconds={one.age} /> ago<span className="sr-only">, run {one.run.id}</span>
                </a>
              )}
              {one.artifact === null ? null : (
                <details>
                  <summary className="cursor-pointer text-link">
                    artifact<span className="sr-only"> of {one.id}</span>
                  </summary>
                  <Pointer uri={one.artifact} /> {one.sha256 === null ? null : <Digest hex={one.sha256} />}
                  {one.command === null ? null : <code className="block">{one.command}</code>}
                </details>
              )}
            </li>
          ))}
          {surface.missingKinds.map((kind) => (
            <li key={kind}>
              <Signal light="stop" word="Missing" /> <code>{kind}-*</code>{' '}
              <span className="text-soft">the program names none</span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  )
}
