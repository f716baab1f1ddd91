import { Inspector } from '@/components/ui/inspector'
import { MetricCall } from '@/components/ui/metric-call'
import { Digest, Pointer } from '@/components/ui/pointer'
import { Figure } from '@/components/ui/quantity'
import { Reason, Reasons } from '@/components/ui/reason'
import { Signal, statusLight, verdictLight } from '@/components/ui/signal'
import { Ago } from '@/components/ui/time'
import { isWorse } from '@/lib/domain/metric/verdict'
import type { BoardFrameDto } from '@/lib/queries/board-frame'
import type { MetricDto, ScoreboardDto, SeriesDto } from '@/lib/queries/scoreboard'

/** Why the scoreboard stands where it stands, and what would turn it Green. */
export function StatusWhy({ board, closeHref }: { board: ScoreboardDto; closeHref: string }) {
  const { light, word } = statusLight(board.status)
  return (
    <Inspector title={`Why ${board.window.id} is ${word}`} closeHref={closeHref}>
      <Signal light={light} word={word} large />
      <Section title="Reasons">
        {board.reasons.length === 0 ? (
          <p>Every required metric is in its band.</p>
        ) : (
          <Reasons reasons={board.reasons} />
        )}
      </Section>
      <Section title="What would turn it Green">
        {board.toGreen.length === 0 ? <p>Nothing: it is Green.</p> : <Reasons reasons={board.toGreen} />}
      </Section>
      <Section title="The rules">
        <ul className="flex flex-col gap-1 text-soft">
          <li>Red: a required critical metric is out of band, or another one in two windows in a row.</li>
          <li>Yellow: no critical failure, but a metric is out of band in one window, warns, or is waived.</li>
          <li>Green: the rest. Missing data is never a pass.</li>
        </ul>
      </Section>
    </Inspector>
  )
}

interface MetricProps {
  metric: MetricDto
  board: ScoreboardDto
  frame: BoardFrameDto
  closeHref: string
}

/** Why a metric stands where it stands, down to series, run and artifact. */
export function MetricWhy({ metric, board, frame, closeHref }: MetricProps) {
  const { light, word } = verdictLight(metric.verdict, metric.waived)
  const status = statusLight(metric.status)
  const words = frame.metrics.find(({ id }) => id === metric.id)
  return (
    <Inspector
      title={
        <>
          <span className="font-mono text-sm">{metric.id}</span> {metric.title}
        </>
      }
      closeHref={closeHref}
    >
      <p className="flex items-center gap-4">
        <Signal light={light} word={word} />
        {metric.status === null ? (
          <span className="text-soft">harms nothing before {words?.requiredFrom ?? 'it is required'}</span>
        ) : (
          <span className="flex items-center gap-1.5 text-soft">
            on the board <Signal light={status.light} word={status.word} />
          </span>
        )}
      </p>
      {board.window.state === 'closed' ? null : (
        <MetricCall call={words?.call ?? null} program={board.program} now={frame.now} zone={frame.zone} />
      )}
      <dl className="mt-3 grid grid-cols-[88px_minmax(0,1fr)] gap-y-1">
        <Term name="Definition">{words?.definition}</Term>
        <Term name="Target">{words?.target}</Term>
        <Term name="Source">{words?.source}</Term>
        <Term name="Cadence">{words?.cadence}</Term>
      </dl>
      <Section title="Series">
        <ul className="flex flex-col gap-4">
          {[...metric.series].sort(worstFirst).map((series) => (
            <SeriesItem
              key={`${series.measure} ${series.profile} ${series.environment}`}
              series={series}
              board={board}
              frame={frame}
            />
          ))}
        </ul>
      </Section>
      <p className="mt-4">
        <a href={`/${board.program}/metrics/${metric.id}`}>All samples and charts of {metric.id}</a>
      </p>
    </Inspector>
  )
}

const worstFirst = (a: SeriesDto, b: SeriesDto): number =>
  isWorse(a.verdict, b.verdict) ? -1 : isWorse(b.verdict, a.verdict) ? 1 : 0

function SeriesItem({ series, board, frame }: { series: SeriesDto; board: ScoreboardDto; frame: BoardFrameDto }) {
  const { light, word } = verdictLight(series.verdict, series.waived)
  const name = `${series.measure} ${series.profile} on ${series.environment}`
  return (
    <li className="border-t border-rule pt-2">
      <div className="flex items-baseline justify-between gap-3">
        <h4 className="font-mono text-xs">{name}</h4>
        <Signal light={light} word={word} />
      </div>
      <p className="mt-1">
        <Figure value={series.value} unit={series.unit} />
        <span className="text-soft">
          {series.limit === null ? (
            ', no limit'
          ) : (
            <>
              , limit <Figure value={series.limit} unit={series.unit} />
            </>
          )}
          {series.warn === null ? null : (
            <>
              , warns at <Figure value={series.warn} unit={series.unit} />
            </>
          )}
        </span>
      </p>
      {series.reasons.map((reason) => (
        <p key={reason} className="mt-1">
          <Reason reason={reason} />
        </p>
      ))}
      {series.runNumber === null ? null : (
        <p className="mt-1 text-soft">
          Run{' '}
          <a href={`/${board.program}/runs/${series.runNumber}`} className="font-mono text-xs">
            {series.run}
          </a>
          {series.commit === null ? null : (
            <>
              {' '}
              at <Digest hex={series.commit} />
            </>
          )}
          {series.observedAt === null ? null : (
            <>
              , observed <Ago at={series.observedAt} now={frame.now} zone={frame.zone} />
            </>
          )}
        </p>
      )}
      {series.artifact === null ? null : (
        <p className="mt-1">
          <Pointer uri={series.artifact} />
          {series.sha256 === null ? null : (
            <>
              {' '}
              <span className="text-soft">SHA-256</span> <Digest hex={series.sha256} />
            </>
          )}
        </p>
      )}
    </li>
  )
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="mt-5">
      <h3 className="mb-1">{title}</h3>
      {children}
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
