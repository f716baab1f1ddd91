import { Digest, Pointer } from '@/components/ui/pointer'
import { Figure } from '@/components/ui/quantity'
import { Reason } from '@/components/ui/reason'
import { Signal, verdictLight } from '@/components/ui/signal'
import { instantWords, Moment } from '@/components/ui/time'
import type { RunDto, RunVerdictDto } from '@/lib/queries/runs'
import type { SampleDto } from '@/lib/queries/samples'
import { formatValue } from '@/lib/domain/metric/format'

interface Props {
  program: string
  run: RunDto
  zone: string
}

/** A run with everything an auditor asks for: commit, command, environment, artifacts, digests, verdicts. */
export function RunView({ program, run, zone }: Props) {
  return (
    <>
      <p className="no-print text-soft">
        <a href={`/${program}/runs`}>Runs</a>
      </p>
      <h1 className="break-all">
        Run <span className="font-mono text-base">{run.id}</span>
      </h1>
      <Head program={program} run={run} zone={zone} />
      <Verdicts program={program} run={run} />
      <Commands samples={run.samples} />
      <Samples run={run} zone={zone} />
      <Evidence run={run} zone={zone} />
      <Uploads run={run} zone={zone} />
    </>
  )
}

function Head({ program, run, zone }: { program: string; run: RunDto; zone: string }) {
  return (
    <dl className="mt-3 grid grid-cols-[128px_minmax(0,1fr)] gap-y-1">
      <Term name="Number">{run.number}</Term>
      <Term name="Commit">
        {run.commit === null ? 'none: a record' : <code className="break-all">{run.commit}</code>}
      </Term>
      <Term name="Ref">
        <code>{run.ref}</code>
      </Term>
      <Term name="Gated">
        {run.gated ? 'yes: it moves the scoreboard' : 'no: evaluated and answered, and changes nothing'}
      </Term>
      {run.releaseCandidate === null ? null : <Term name="Release candidate">{run.releaseCandidate}</Term>}
      <Term name="Opened by">{run.openedBy}</Term>
      <Term name="Started">
        <Moment at={run.startedAt} zone={zone} />
      </Term>
      <Term name="First upload">
        <Moment at={run.openedAt} zone={zone} />
      </Term>
      <Term name="Complete">
        {run.completedAt === null ? (
          'not yet: it closes by an upload, or 24 hours after the first'
        ) : (
          <Moment at={run.completedAt} zone={zone} />
        )}
        {run.position === null ? null : (
          <span className="text-soft">, number {run.position} in the run order of its ref</span>
        )}
      </Term>
      {run.ciUrl === null ? null : (
        <Term name="CI">
          <Pointer uri={run.ciUrl} />
        </Term>
      )}
      {run.fired.length === 0 ? null : (
        <Term name="Triggered">
          {run.fired.map(({ key, title, signal }) => (
            <span key={`${key} ${signal}`} className="block">
              <a href={`/${program}/risks/${key}`}>
                <code className="whitespace-nowrap">{key}</code> <span className="text-ink">{title}</span>
              </a>
              <span className="text-soft">, by “{signal}”</span>
            </span>
          ))}
        </Term>
      )}
    </dl>
  )
}

function Verdicts({ program, run }: { program: string; run: RunDto }) {
  return (
    <section className="mt-6" aria-labelledby="verdicts">
      <h2 id="verdicts">Verdicts</h2>
      {run.verdicts.length === 0 ? (
        <p className="text-soft">The run brought no samples.</p>
      ) : (
        <div className="scrolls">
          <table className="facts">
            <thead>
              <tr>
                <th scope="col">Series</th>
                <th scope="col">Window</th>
                <th scope="col">Verdict</th>
                <th scope="col" className="figure">
                  Value
                </th>
                <th scope="col" className="figure">
                  Limit
                </th>
                <th scope="col">Why</th>
                <th scope="col">Judged by</th>
              </tr>
            </thead>
            <tbody>
              {run.verdicts.map((verdict) => (
                <VerdictRow key={verdictKey(verdict)} program={program} verdict={verdict} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

const verdictKey = ({ measure, profile, environment, window, judgedAt }: RunVerdictDto): string =>
  [measure, profile, environment, window, judgedAt].join('|')

function VerdictRow({ program, verdict }: { program: string; verdict: RunVerdictDto }) {
  const { light, word } = verdictLight(verdict.verdict)
  const { measure, profile, environment, unit } = verdict
  return (
    <tr>
      <th scope="row" className="font-normal text-ink">
        <code className="whitespace-nowrap">{measure}</code> {profile} on {environment}
      </th>
      <td>
        <a href={`/${program}/scoreboard?window=${verdict.window}`} className="font-mono text-xs whitespace-nowrap">
          {verdict.window}
        </a>
        {verdict.late ? <span className="ml-1 text-xs text-soft">late</span> : null}
      </td>
      <td>
        <Signal light={light} word={word} />
        {verdict.final ? null : <span className="block text-xs text-soft">while open</span>}
      </td>
      <td className="figure">
        <Figure value={verdict.value} unit={unit} />
      </td>
      <td className="figure">
        <Figure value={verdict.limit} unit={unit} />
        {verdict.warn === null ? null : (
          <span className="block text-xs text-soft">
            warns at <Figure value={verdict.warn} unit={unit} />
          </span>
        )}
      </td>
      <td>
        {verdict.reasons.length === 0 ? <span className="text-soft">within its limits</span> : null}
        {verdict.reasons.map((reason) => (
          <p key={reason}>
            <Reason reason={reason} />
          </p>
        ))}
      </td>
      <td className="text-soft">
        revision {verdict.revision}, limits of {verdict.phase}
      </td>
    </tr>
  )
}

/** The exact commands and environments, each once. */
function Commands({ samples }: { samples: readonly SampleDto[] }) {
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

function Samples({ run, zone }: { run: RunDto; zone: string }) {
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
                  <Pointer uri={sample.artifact} />
                </td>
                <td>{sample.sha256 === null ? '–' : <Digest hex={sample.sha256} />}</td>
                <td>
                  {sample.record === null ? null : (
                    <>
                      {sample.record.system}, <code>{sample.record.id}</code>
                    </>
                  )}
                  {sample.replay === null ? null : <Pointer uri={sample.replay} />}
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

function Evidence({ run, zone }: { run: RunDto; zone: string }) {
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
                  <Pointer uri={one.artifact} />
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

function Uploads({ run, zone }: { run: RunDto; zone: string }) {
  return (
    <section className="mt-6" aria-labelledby="uploads">
      <h2 id="uploads">Uploads</h2>
      <ul className="flex flex-col gap-2">
        {run.uploads.map((upload) => (
          <li key={upload.id} className="border-t border-rule pt-2">
            Upload {upload.id}, <Moment at={upload.receivedAt} zone={zone} />: {upload.samples} samples,{' '}
            {upload.evidence} evidence results
            <dl className="grid grid-cols-[128px_minmax(0,1fr)] text-soft">
              <Term name="Canonical body">
                SHA-256 <code className="break-all">{upload.canonicalDigest}</code>
              </Term>
              <Term name="Body as it came">
                SHA-256 <code className="break-all">{upload.bodyDigest}</code>
              </Term>
              <Term name="Idempotency key">
                <code className="break-all">{upload.key}</code>
              </Term>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Term({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
