import { Digest, Pointer } from '@/components/ui/pointer'
import { Figure } from '@/components/ui/quantity'
import { Signal, verdictLight } from '@/components/ui/signal'
import { instantWords } from '@/components/ui/time'
import { formatValue } from '@/lib/domain/metric/format'
import type { RunDto } from '@/lib/queries/runs'
import type { SampleDto } from '@/lib/queries/samples'

/** The exact commands and environments, each once. */
export function Commands({ samples }: { samples: readonly SampleDto[] }) {
  const commands = [...new Set(samples.flatMap(({ command }) => command ?? []))]
  const environments = [
    ...new Map(
      samples.map(({ environment, fingerprint }) => [
        JSON.stringify([environment, fingerprint]),
        { environment, fingerprint },
      ]),
    ).values(),
  ]
  if (samples.length === 0) return null
  return (
    <section className="mt-6 grid gap-6 rail:grid-cols-2">
      <div>
        <h2>Commands</h2>
        {commands.length === 0 ? <p className="text-soft">None: its samples come from records.</p> : null}
        {commands.map((command) => (
          <pre key={command} className="mt-1 scrolls border border-rule bg-panel p-2 whitespace-pre-wrap">
            {command}
          </pre>
        ))}
      </div>
      <div>
        <h2>Environments</h2>
        {environments.map(({ environment, fingerprint }) => (
          <p key={JSON.stringify([environment, fingerprint])} className="mt-1">
            {environment}{' '}
            <span className="text-soft">
              {Object.entries(fingerprint)
                .map(([key, value]) => `${key} ${value}`)
                .join(', ')}
            </span>
          </p>
        ))}
      </div>
    </section>
  )
}

/** Each sample with where its proof lies. */
export function Samples({ run, zone }: { run: RunDto; zone: string }) {
  if (run.samples.length === 0) return null
  const units = new Map(run.verdicts.map(({ measure, unit }) => [measure, unit]))
  return (
    <section className="mt-6" aria-labelledby="samples">
      <h2 id="samples">Samples</h2>
      <div className="scrolls">
        <table className="facts">
          <thead>
            <tr>
              <th scope="col">Series</th>
              <th scope="col" className="figure">
                Value
              </th>
              <th scope="col" className="figure">
                Seed
              </th>
              <th scope="col">Observed</th>
              <th scope="col">Artifact</th>
              <th scope="col">SHA-256</th>
              <th scope="col">Replay or record</th>
            </tr>
          </thead>
          <tbody>
            {run.samples.map((sample, index) => (
              // Samples have no id of their own; their order in the run is fixed.
              <tr key={`${sample.measure} ${index}`}>
                <th scope="row" className="font-normal text-ink">
                  <code className="whitespace-nowrap">{sample.measure}</code> {sample.profile} on {sample.environment}
                </th>
                <td className="figure">
                  <Figure value={sample.value} unit={units.get(sample.measure) ?? ''} />
                  {sample.total === null ? null : (
                    <span className="block text-xs text-soft">
                      {sample.passed} of {sample.total}
                    </span>
                  )}
                </td>
                <td className="figure">{sample.seed ?? '–'}</td>
                <td className="whitespace-nowrap">
                  {instantWords(sample.observedAt, zone)}
                  {sample.late ? <span className="ml-1 text-xs text-soft">late</span> : null}
                </td>
                <td>
                  <Pointer uri={sample.artifact} short />
                </td>
                <td>{sample.sha256 === null ? '–' : <Digest hex={sample.sha256} />}</td>
                <td>
                  {sample.record === null ? null : (
                    <>
                      {sample.record.system}, <code>{sample.record.id}</code>
                    </>
                  )}
                  {sample.replay === null ? null : <Pointer uri={sample.replay} short />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {run.moreSamples > 0 ? (
        <p className="mt-2 text-soft">
          {formatValue(run.moreSamples, 'more samples')}, listed on the pages of their metrics.
        </p>
      ) : null}
    </section>
  )
}

/** Results of evidence ids, with the command that made each. */
export function Evidence({ run, zone }: { run: RunDto; zone: string }) {
  if (run.evidence.length === 0) return null
  return (
    <section className="mt-6" aria-labelledby="evidence">
      <h2 id="evidence">Evidence</h2>
      <div className="scrolls">
        <table className="facts">
          <thead>
            <tr>
              <th scope="col">Id</th>
              <th scope="col">Outcome</th>
              <th scope="col">Observed</th>
              <th scope="col">Artifact</th>
              <th scope="col">Command</th>
            </tr>
          </thead>
          <tbody>
            {run.evidence.map((one) => (
              <tr key={`${one.id} ${one.observedAt} ${one.artifact}`}>
                <td>
                  <code>{one.id}</code>
                </td>
                <td>
                  <Signal {...verdictLight(one.outcome)} />
                </td>
                <td className="whitespace-nowrap">{instantWords(one.observedAt, zone)}</td>
                <td>
                  <Pointer uri={one.artifact} short />
                </td>
                <td>
                  <code>{one.command}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
