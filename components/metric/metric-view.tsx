import { MetricCall } from '@/components/ui/metric-call'
import { Figure } from '@/components/ui/quantity'
import { Reasons } from '@/components/ui/reason'
import { Signal, statusLight, verdictLight } from '@/components/ui/signal'
import { buttonClass } from '@/components/ui/form'
import type { MetricPageDto, SeriesCellDto } from '@/lib/queries/metric'
import type { SampleFilter, SamplePage, SamplesDto } from '@/lib/queries/samples'
import { SampleTable } from './sample-table'
import { SeriesChart } from './series-chart'

interface Props {
  page: MetricPageDto
  samples: SamplesDto
  filter: SampleFilter
  cut: SamplePage
}

/** A metric: what it is, where each of its series stands, the chart of one, and the samples. */
export function MetricView({ page, samples, filter, cut }: Props) {
  const { definition, state, program } = page
  const verdict = state === null ? null : verdictLight(state.verdict, state.waived)
  const status = state === null ? null : statusLight(state.status)
  const units = Object.fromEntries(definition.measures.map(({ id, unit }) => [id, unit]))
  return (
    <>
      <p className="no-print text-soft">
        <a href={`/${program}/scoreboard`}>Scoreboard</a> / {page.dimension}
      </p>
      <header className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-2">
        <h1>
          <span className="font-mono text-base">{definition.id}</span> {definition.title}
        </h1>
        {verdict === null || status === null ? (
          <span className="text-soft">off the scoreboard</span>
        ) : (
          <span className="flex items-center gap-4">
            <Signal light={verdict.light} word={verdict.word} />
            <span className="flex items-center gap-1.5 text-soft">
              on the board <Signal light={status.light} word={status.word} />
            </span>
          </span>
        )}
      </header>
      <div className="mt-3 grid gap-x-10 gap-y-3 rail:grid-cols-2">
        <dl className="grid grid-cols-[96px_minmax(0,1fr)] content-start gap-y-1">
          <Term name="Definition">{definition.definition}</Term>
          <Term name="Target">{definition.target}</Term>
          <Term name="Source">{definition.source}</Term>
          <Term name="Owner">{page.owners.length === 0 ? 'nobody' : page.owners.join(', ')}</Term>
          <Term name="Cadence">{definition.cadence.text}</Term>
          <Term name="Required">{requiredWords(page)}</Term>
          {page.risks.length === 0 ? null : (
            <Term name="Risks">
              {page.risks.map(({ key, title }) => (
                <a key={key} href={`/${program}/risks/${key}`} className="block">
                  <code className="whitespace-nowrap">{key}</code> <span className="text-ink">{title}</span>
                </a>
              ))}
            </Term>
          )}
          {definition.choice === undefined ? null : <Term name="Own choice">{definition.choice}</Term>}
        </dl>
        <div>
          {state === null || state.reasons.length === 0 ? null : <Reasons reasons={state.reasons} />}
          <MetricCall call={page.call} program={program} now={page.now} zone={page.zone} />
        </div>
      </div>

      <section className="mt-6" aria-labelledby="series">
        <h2 id="series">Series</h2>
        <p className="text-soft">Measure, profile and environment. A click draws the chart of one.</p>
        <Matrix page={page} />
      </section>

      {page.chart === null ? null : (
        <section className="mt-6" aria-labelledby="chart">
          <h2 id="chart">
            {page.chart.measureTitle}, {page.chart.profile} on {page.chart.environment}
          </h2>
          <SeriesChart chart={page.chart} program={program} zone={page.zone} />
        </section>
      )}

      <section className="mt-6" aria-labelledby="samples">
        <h2 id="samples">Samples</h2>
        <Filters page={page} filter={filter} />
        <SampleTable
          program={program}
          zone={page.zone}
          units={units}
          rows={samples.rows}
          sort={{ id: cut.sort, desc: cut.descending }}
          page={cut.page}
          more={samples.more}
          csvHref={csvHref(page, filter, cut)}
        />
      </section>
    </>
  )
}

function requiredWords({ definition, requiredFrom }: MetricPageDto): string {
  if (!definition.scoreboard) return 'no: measured and shown only'
  return `from ${requiredFrom ?? 'no phase'}${definition.critical ? ', critical' : ''}`
}

function csvHref({ program, definition }: MetricPageDto, filter: SampleFilter, cut: SamplePage): string {
  const query = new URLSearchParams()
  const [measure] = filter.measures
  if (filter.measures.length === 1 && definition.measures.length > 1 && measure !== undefined)
    query.set('measure', measure)
  if (filter.profile !== null) query.set('profile', filter.profile)
  if (filter.environment !== null) query.set('environment', filter.environment)
  if (filter.ref !== null) query.set('ref', filter.ref)
  if (filter.late) query.set('late', '1')
  if (filter.gated) query.set('gated', '1')
  query.set('sort', `${cut.descending ? '-' : ''}${cut.sort}`)
  return `/${program}/metrics/${definition.id}/samples.csv?${query}`
}

function Term({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** Measures × environments down, profiles across. */
function Matrix({ page: { cells, definition, program, chart } }: { page: MetricPageDto }) {
  if (cells.length === 0) return <p className="mt-2 text-soft">No run has brought this metric yet.</p>
  const profiles = [...new Set(cells.map((cell) => cell.profile))]
  const rows = [...new Map(cells.map((cell) => [`${cell.measure}|${cell.environment}`, cell])).values()]
  return (
    <div className="mt-2 scrolls">
      <table className="facts min-w-[560px]">
        <thead>
          <tr>
            <th scope="col">Measure</th>
            <th scope="col">Environment</th>
            {profiles.map((profile) => (
              <th key={profile} scope="col">
                {profile}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ measure, environment }) => (
            <tr key={`${measure} ${environment}`}>
              <th scope="row" className="font-normal text-ink">
                <code>{measure}</code> {definition.measures.find(({ id }) => id === measure)?.title}
              </th>
              <td>{environment}</td>
              {profiles.map((profile) => {
                const cell = cells.find(
                  (one) => one.measure === measure && one.environment === environment && one.profile === profile,
                )
                const current =
                  chart?.measure === measure && chart.environment === environment && chart.profile === profile
                return (
                  <td key={profile} className={current ? 'bg-panel' : ''}>
                    {cell === undefined ? (
                      <span className="text-soft">–</span>
                    ) : (
                      <Cell cell={cell} program={program} metric={definition.id} />
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Cell({ cell, program, metric }: { cell: SeriesCellDto; program: string; metric: string }) {
  const { light, word } = verdictLight(cell.verdict, cell.waived)
  const series = [cell.measure, cell.profile, cell.environment].join('|')
  return (
    <a
      href={`/${program}/metrics/${metric}?series=${encodeURIComponent(series)}`}
      className="flex items-center gap-2 text-ink no-underline hover:underline"
    >
      <Signal light={light} word={word} quiet />
      <Figure value={cell.value} unit={cell.unit} />
      {cell.required ? null : <span className="text-xs text-soft">not required</span>}
    </a>
  )
}

function Filters({ page: { definition, cells, chart }, filter }: { page: MetricPageDto; filter: SampleFilter }) {
  const profiles = [...new Set(cells.map((cell) => cell.profile))]
  const environments = [...new Set(cells.map((cell) => cell.environment))]
  const measure = filter.measures.length === 1 ? filter.measures[0] : ''
  return (
    <form method="get" className="no-print mt-2 flex flex-wrap items-end gap-3">
      {chart === null ? null : (
        <input type="hidden" name="series" value={[chart.measure, chart.profile, chart.environment].join('|')} />
      )}
      {definition.measures.length > 1 ? (
        <Choice name="measure" label="Measure" values={definition.measures.map(({ id }) => id)} value={measure ?? ''} />
      ) : null}
      <Choice name="profile" label="Profile" values={profiles} value={filter.profile ?? ''} />
      <Choice name="environment" label="Environment" values={environments} value={filter.environment ?? ''} />
      <label className="flex min-h-8 items-center gap-1.5">
        <input type="checkbox" name="gated" value="1" defaultChecked={filter.gated} /> gated only
      </label>
      <label className="flex min-h-8 items-center gap-1.5">
        <input type="checkbox" name="late" value="1" defaultChecked={filter.late} /> late only
      </label>
      <button type="submit" className={buttonClass()}>
        Filter samples
      </button>
    </form>
  )
}

function Choice({
  name,
  label,
  values,
  value,
}: {
  name: string
  label: string
  values: readonly string[]
  value: string
}) {
  return (
    <label className="text-xs text-soft">
      {label}
      <select
        name={name}
        defaultValue={value}
        className="mt-0.5 block min-h-8 rounded-sm border border-soft bg-paper px-2 text-sm text-ink"
      >
        <option value="">all</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}
