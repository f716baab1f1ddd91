import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { summaryUpload } from '@/lib/ingest/summary'
import type { UploadAnswer } from '@/lib/verbs/upload/answer'
import { codeOf, PlainError } from '../installation/plain-error'
import { request, serverOf } from '../remote'
import { compareWithSeen } from '../seen'
import { stopLines } from '../stops'
import type { Command } from '../command'

const help = `signalbox upload FILE [FILE …] --program ID [--url URL] [--token TOKEN]
                 [--run ID] [--commit SHA] [--ref REF] [--started-at INSTANT] [--observed-at INSTANT]
                 [--gated] [--open] [--environment METRIC=CLASS …] [--key KEY] [--accept-register] [--json]

Uploads a run: a body of our own (one FILE), or wasm budget summaries (schema_version wasm-budget-summary-v1), which
become one run. A summary does not say all that a sample must carry: the run's ref and the time come from options, and
its environment class from the entry's browser, else from --environment (for instance M-PERF-01=ci).

The answer carries a checkpoint of the server's register. It is remembered (SIGNALBOX_CHECKPOINTS) and must extend the
last one seen of this server; if it does not, the register was rewritten, which is said loudly. --accept-register takes
a register that was opened anew after a restore.

Incidents and reviews that the run opened are told last, each with its page; they change no exit code by themselves.

URL and token also come from SIGNALBOX_URL and SIGNALBOX_TOKEN. Exit 0: taken, and no verdict fails; 1: taken, and a
verdict fails, or the register disagrees with itself, or refused; 2: usage or I/O.`

export const command: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      program: { type: 'string' },
      url: { type: 'string' },
      token: { type: 'string' },
      run: { type: 'string' },
      commit: { type: 'string' },
      ref: { type: 'string' },
      'started-at': { type: 'string' },
      'observed-at': { type: 'string' },
      gated: { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
      environment: { type: 'string', multiple: true, default: [] },
      key: { type: 'string' },
      'accept-register': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help || positionals.length === 0) {
    console.log(help)
    return values.help ? 0 : 2
  }
  if (values.program === undefined) throw new PlainError(`--program is missing.\n\n${help}`)
  const now = new Date().toISOString()
  const documents = positionals.map((file) => ({ file, document: readJson(file) }))
  const body = bodyOf(documents, {
    run: values.run,
    commit: values.commit,
    ref: values.ref ?? 'refs/heads/main',
    startedAt: values['started-at'] ?? values['observed-at'] ?? now,
    observedAt: values['observed-at'] ?? now,
    gated: values.gated,
    complete: !values.open,
    environments: new Map(values.environment.map(environmentOption)),
  })
  const answer = await request<ToldAnswer>(values, `/api/v1/programs/${encodeURIComponent(values.program)}/runs`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'Content-Type': 'application/json',
      ...(values.key === undefined ? {} : { 'Idempotency-Key': values.key }),
    },
  })
  if (values.json) console.log(JSON.stringify(answer, null, 2))
  else tell(answer, serverOf(values))
  await compareWithSeen(serverOf(values), answer.checkpoint ?? null, values['accept-register'])
  return answer.verdicts.some(({ verdict }) => verdict === 'fail' || verdict === 'error') ? 1 : 0
}

/** An older server's answer has no `stops`. */
type ToldAnswer = Omit<UploadAnswer, 'stops'> & Partial<Pick<UploadAnswer, 'stops'>>

type SummaryOptions = Parameters<typeof summaryUpload>[1]

function bodyOf(documents: { file: string; document: unknown }[], options: SummaryOptions): unknown {
  const [first] = documents
  const isOwn = typeof first?.document === 'object' && first.document !== null && 'run' in first.document
  if (isOwn && documents.length === 1) return first.document
  const made = summaryUpload(
    documents.map(({ document }) => document),
    options,
  )
  if (made.ok) return made.body
  const lines = made.faults.map(
    ({ document, path, message }) => `  ${documents[document]?.file ?? '?'}: ${path}: ${message}`,
  )
  throw new PlainError(['The files are neither one body of our own nor wasm budget summaries:', ...lines].join('\n'))
}

function readJson(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new PlainError(`${file} cannot be read (${codeOf(error)}).`)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PlainError(`${file} is not JSON: ${error instanceof Error ? error.message : 'it does not parse'}.`)
  }
}

function environmentOption(option: string): [string, string] {
  const [metric, environment] = option.split('=')
  if (!metric || !environment) throw new PlainError('--environment takes METRIC=CLASS, for instance M-PERF-01=ci.')
  return [metric, environment]
}

function tell({ run, verdicts, scoreboard, stops }: ToldAnswer, server: string): void {
  console.log(
    `Run ${run.id} taken as number ${run.number}${run.gated ? ', gated' : ''}${run.complete ? ', complete' : ', open'}.`,
  )
  for (const { metric, profile, environment, verdict, value, unit, reasons } of verdicts) {
    console.log(
      `  ${verdict.padEnd(7)} ${metric} ${profile} on ${environment}: ${value === null ? 'no value' : `${value} ${unit}`}`,
    )
    for (const reason of reasons) console.log(`          ${reason}`)
  }
  console.log(`Scoreboard ${scoreboard.window}: ${scoreboard.before} → ${scoreboard.after}`)
  for (const line of stopLines(stops, server)) console.log(line)
}
