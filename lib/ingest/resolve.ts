import type { Instant } from '@/lib/domain/instant'
import type { Catalog, CatalogMeasure } from '@/lib/domain/metric/catalog'
import { convert, converts, proportion } from '@/lib/domain/metric/unit'
import { type SampleBody, type UploadBody, uploadSchema } from './upload'

/** A sample as it is judged and stored: its measure known, its value in the measure's unit. */
export interface ResolvedSample {
  measure: CatalogMeasure
  environment: string
  value: number
  observedAt: Instant
  body: SampleBody
}

export interface BodyFault {
  path: string
  code: string
  message: string
}

export type Resolved = { ok: true; body: UploadBody; samples: ResolvedSample[] } | { ok: false; faults: BodyFault[] }

const MINUTE = 60_000
const DECADE = 3_653 * 24 * 60 * MINUTE

/**
 * Checks a parsed body against the schema and the program, and lists every fault by path; one bad sample refuses all.
 * `now` is the instant of arrival.
 */
export function resolveUpload(value: unknown, catalog: Catalog, now: Instant): Resolved {
  const parsed = uploadSchema.safeParse(value)
  const faults = parsed.success ? [] : parsed.error.issues.flatMap((issue) => faultsOf(issue, value))
  const samples = checkSamples(value, catalog, now, faults)
  checkRun(value, now, faults)
  checkEvidence(value, catalog, now, faults)
  checkDefects(value, catalog, now, faults)
  if (parsed.success && isEmpty(parsed.data)) {
    faults.push({ path: '', code: 'empty', message: 'The upload neither brings anything nor completes its run.' })
  }
  if (parsed.success && faults.length === 0) return { ok: true, body: parsed.data, samples }
  return { ok: false, faults }
}

const isEmpty = ({ run, samples, evidence, defects }: UploadBody): boolean =>
  !run.complete && !samples?.length && !evidence?.length && defects === undefined

interface Issue {
  code: string
  path: PropertyKey[]
  message: string
  keys?: string[]
}

function faultsOf(issue: Issue, body: unknown): BodyFault[] {
  const path = issue.path.map(String).join('.')
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys.map((key) => ({
      path: path === '' ? key : `${path}.${key}`,
      code: 'unknown_key',
      message: `"${key}" is not known here.`,
    }))
  }
  // Not by the issue's own words: an instant or an outcome says the same of nothing as of something wrong.
  const missing = issue.path.reduce<unknown>((inner, key) => fieldOf(inner, key), body) === undefined
  return [{ path, code: missing ? 'missing' : issue.code, message: missing ? 'is required' : issue.message }]
}

const fieldOf = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined

type Fields = Record<string, unknown>

const asFields = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

const listOf = (body: unknown, key: string): unknown[] => {
  const list = asFields(body)[key]
  return Array.isArray(list) ? list : []
}

/** Text at a key, or null where there is none: the schema has said so already. */
const textAt = (fields: Fields, key: string): string | null => {
  const value = fields[key]
  return typeof value === 'string' ? value : null
}

/** What the program must know of each sample. Works on bodies of any shape, so that every fault is found at once. */
function checkSamples(body: unknown, catalog: Catalog, now: Instant, faults: BodyFault[]): ResolvedSample[] {
  return listOf(body, 'samples').flatMap((item, index) => {
    const before = faults.length
    const fields = asFields(item)
    const report = (key: string, code: string, message: string): void => {
      faults.push({ path: `samples.${index}.${key}`, code, message })
    }
    const measure = checkMeasure(fields, catalog, report)
    const environment = checkEnvironment(fields, catalog, report)
    const profile = textAt(fields, 'profile')
    if (profile !== null && !catalog.profiles.has(profile)) {
      report('profile', 'unknown_profile', `"${profile}" is none of ${[...catalog.profiles].join(', ')}.`)
    }
    if ((fields.command === undefined) === (fields.record === undefined)) {
      report('command', 'provenance', 'Each sample says where it comes from: either "command" or "record".')
    }
    const observedAt = checkTime(fields, 'observedAt', now, report)
    const value = measure === null ? null : checkValue(fields, measure, report)
    if (measure === null || environment === null || value === null || observedAt === null) return []
    // Only read where no fault at all was found, so the body has its shape.
    return faults.length > before ? [] : [{ measure, environment, value, observedAt, body: item as SampleBody }]
  })
}

type Report = (key: string, code: string, message: string) => void

function checkMeasure(fields: Fields, catalog: Catalog, report: Report): CatalogMeasure | null {
  const metric = textAt(fields, 'metric')
  if (metric === null) return null
  const measure = catalog.measures.get(metric)
  if (measure !== undefined) return measure
  const parts = catalog.split.get(metric)
  if (parts !== undefined)
    report('metric', 'ambiguous_metric', `"${metric}" has several measures: name one of ${parts.join(', ')}.`)
  else report('metric', 'unknown_metric', `"${metric}" is no metric or measure of this program.`)
  return null
}

function checkEnvironment(fields: Fields, catalog: Catalog, report: Report): string | null {
  if (typeof fields.environment !== 'object' || fields.environment === null) return null
  const environment = asFields(fields.environment)
  const named = environment.class
  const fingerprint = Object.keys(environment).filter((key) => key !== 'class')
  if (fields.record === undefined && fingerprint.length === 0) {
    report(
      'environment',
      'no_fingerprint',
      'The fingerprint is missing: toolchain, browser or device, or what else is known.',
    )
  }
  if (named === undefined) {
    const [only] = catalog.environments
    if (catalog.environments.length === 1 && only !== undefined) return only
    report('environment.class', 'missing', `must be one of ${catalog.environments.join(', ')}`)
    return null
  }
  if (typeof named !== 'string') return null
  if (catalog.environments.includes(named)) return named
  report('environment.class', 'unknown_environment', `"${named}" is none of ${catalog.environments.join(', ')}.`)
  return null
}

/** The value in the measure's unit. */
function checkValue(fields: Fields, measure: CatalogMeasure, report: Report): number | null {
  const { value, passed, total } = fields
  const counted = passed !== undefined || total !== undefined
  if ((value === undefined) === !counted) {
    report('value', 'value', 'Each sample has either "value" or "passed" and "total".')
    return null
  }
  const unit = textAt(fields, 'unit')
  if (unit !== null && !converts(unit, measure.unit)) {
    report('unit', 'unknown_unit', `"${unit}" does not convert to ${measure.unit}, the unit of ${measure.id}.`)
    return null
  }
  if (counted) return checkCounts(fields, measure, report)
  if (typeof value !== 'number' || !Number.isFinite(value) || unit === null) return null
  const converted = convert(value, unit, measure.unit)
  if (value < 0 && measure.kind !== 'change') {
    report('value', 'negative', `${measure.id} cannot be negative.`)
    return null
  }
  if (!Number.isFinite(converted)) {
    report('value', 'too_large', `${value} ${unit} cannot be said in ${measure.unit}, the unit of ${measure.id}.`)
    return null
  }
  if (measure.kind === 'count' && !Number.isSafeInteger(converted)) {
    report('value', 'not_whole', `${measure.id} is a count: a whole number.`)
    return null
  }
  if (measure.kind === 'proportion' && converted > (measure.unit === '%' ? 100 : 1)) {
    report('value', 'too_large', `${measure.id} is a proportion: 100 % at most.`)
    return null
  }
  return unsigned(converted)
}

/** Nothing has no sign: -0 is 0. */
const unsigned = (value: number): number => (value === 0 ? 0 : value)

function checkCounts({ passed, total }: Fields, measure: CatalogMeasure, report: Report): number | null {
  if (measure.kind !== 'proportion') {
    report('passed', 'value', `${measure.id} is no proportion: it takes "value".`)
    return null
  }
  if (passed === undefined) report('passed', 'missing', 'is required beside "total"')
  if (total === undefined) report('total', 'missing', 'is required beside "passed"')
  if (!Number.isSafeInteger(passed) || !Number.isSafeInteger(total)) return null
  const [part, whole] = [passed as number, total as number]
  if (part > whole) {
    report('passed', 'too_large', `${part} passed of ${whole} cannot be.`)
    return null
  }
  return whole < 1 || part < 0 ? null : unsigned(proportion(part, whole, measure.unit))
}

function checkTime(fields: Fields, key: string, now: Instant, report: Report): Instant | null {
  const instant = Date.parse(textAt(fields, key) ?? '')
  if (Number.isNaN(instant)) return null
  if (instant > now + 5 * MINUTE) {
    report(key, 'from_the_future', 'lies more than 5 minutes in the future')
    return null
  }
  if (instant < now - DECADE) {
    report(key, 'too_old', 'lies more than ten years in the past')
    return null
  }
  return instant
}

function checkRun(body: unknown, now: Instant, faults: BodyFault[]): void {
  checkTime(asFields(asFields(body).run), 'startedAt', now, (key, code, message) => {
    faults.push({ path: `run.${key}`, code, message })
  })
}

function checkEvidence(body: unknown, catalog: Catalog, now: Instant, faults: BodyFault[]): void {
  listOf(body, 'evidence').forEach((item, index) => {
    const fields = asFields(item)
    const report: Report = (key, code, message) => {
      faults.push({ path: `evidence.${index}.${key}`, code, message })
    }
    const id = textAt(fields, 'id')
    if (id !== null && !catalog.evidence.has(id)) {
      report('id', 'unknown_evidence', `"${id}" is no evidence id of this program.`)
    }
    checkTime(fields, 'observedAt', now, report)
  })
}

function checkDefects(body: unknown, catalog: Catalog, now: Instant, faults: BodyFault[]): void {
  if (asFields(body).defects === undefined) return
  if (catalog.defectKinds === null || catalog.defectSeverities === null) {
    faults.push({
      path: 'defects',
      code: 'no_defects',
      message: 'This program has no scale of defects, so it takes none.',
    })
    return
  }
  const { defectKinds: kinds, defectSeverities: severities, surfaces } = catalog
  const seen = new Set<string>()
  listOf(body, 'defects').forEach((item, index) => {
    const fields = asFields(item)
    const report: Report = (key, code, message) => {
      faults.push({ path: `defects.${index}.${key}`, code, message })
    }
    const id = textAt(fields, 'id')
    if (id !== null && seen.has(id)) report('id', 'duplicate', `"${id}" is in the list twice.`)
    if (id !== null) seen.add(id)
    const kind = textAt(fields, 'kind')
    if (kind !== null && !kinds.has(kind)) {
      report('kind', 'unknown_kind', `"${kind}" is none of ${[...kinds].join(', ')}.`)
    }
    const severity = textAt(fields, 'severity')
    if (severity !== null && !severities.has(severity)) {
      report('severity', 'unknown_severity', `"${severity}" is none of ${[...severities].join(', ')}.`)
    }
    const surface = textAt(fields, 'surface')
    if (surface !== null && surfaces !== null && !surfaces.has(surface)) {
      report('surface', 'unknown_surface', `"${surface}" is no surface of this program.`)
    }
    const opened = checkTime(fields, 'opened', now, report)
    const resolved = checkTime(fields, 'resolved', now, report)
    if (opened !== null && resolved !== null && resolved < opened) {
      report('resolved', 'order', 'lies before "opened"')
    }
  })
}
