import { Pointer } from '@/components/ui/pointer'
import { Moment } from '@/components/ui/time'
import type { RunDto } from '@/lib/queries/runs'
import { Commands, Evidence, Samples } from './proof-sections'
import { Verdicts } from './verdict-section'

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

function Uploads({ run, zone }: { run: RunDto; zone: string }) {
  return (
    <section className="mt-6" aria-labelledby="uploads">
      <h2 id="uploads">Uploads</h2>
      <ul className="flex flex-col gap-2">
        {run.uploads.map((upload) => (
          <li key={upload.id} className="border-t border-rule pt-2">
            Upload {upload.id}, <Moment at={upload.receivedAt} zone={zone} />: {upload.samples} samples,{' '}
            {upload.evidence} evidence results
            {upload.defects === null ? null : `, a list of ${upload.defects} defects`}
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
