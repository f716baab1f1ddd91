import { operator, type TokenActor } from '@/lib/auth/actor'
import { DEMO_ISSUER, demoAccounts } from '@/lib/auth/demo-accounts'
import { programState } from '@/lib/db/program-state'
import { type Context, databaseClock } from '@/lib/db/transact'
import type { Instant } from '@/lib/domain/instant'
import { previousWindow, windowOf } from '@/lib/domain/window/window'
import type { UploadBody } from '@/lib/ingest/upload'
import { keepPartitions } from '@/lib/jobs/partitions'
import { loadProgram } from '@/lib/program/load'
import { initialise } from '@/lib/verbs/installation/initialise'
import { grantRole } from '@/lib/verbs/person/grant-role'
import { signUp } from '@/lib/verbs/person/sign-up'
import { storeDefinition } from '@/lib/verbs/program/store'
import { createToken } from '@/lib/verbs/token/create'
import { acceptUpload } from '@/lib/verbs/upload/accept'
import { recordSample } from '@/lib/verbs/upload/record-sample'
import { closeWindows } from '@/lib/verbs/window/close'
import { PlainError } from '../installation/plain-error'
import { decide } from './decisions'
import { attestGate } from './gates'
import { seededRandom } from './random'
import { recordsOf } from './records'
import { holdBoard } from './reviews'
import { actOnRisks } from './risks'
import { buildRun, type Moment, nightlyRun, parityRun } from './runs'
import { endStops } from './stops'

const WEEKS = 10
const HOUR = 3_600_000
const MINUTE = 60_000

/** A context whose clock stands where the history is. */
interface Simulation {
  context: Context
  setNow(now: Instant): void
}

/**
 * Fills an empty database with the demo: the bundled program, its people, and ten weeks of history that the same verbs
 * take in as they would from CI and people, under simulated time (semantics 15).
 */
export async function replayDemo(real: Context, definition: string): Promise<void> {
  const loaded = loadProgram(definition)
  if (!loaded.ok)
    throw new PlainError(
      'The bundled program has faults. Check it: npx signalbox program check programs/asupersync-browser.yaml',
    )
  const { program } = loaded.loaded
  const now = await databaseClock(real.database.pool)
  let simulated = now
  const simulation: Simulation = {
    context: { database: real.database, clock: async () => simulated },
    setNow: (next) => {
      simulated = next
    },
  }
  const { context } = simulation
  const rule = { zone: program.zone, length: 'P1W' as const }
  const thisWeek = windowOf(rule, now)
  let first = thisWeek
  for (let week = 0; week < WEEKS; week += 1) first = previousWindow(rule, first)

  simulation.setNow(first.start + HOUR)
  await initialise(context, { demo: true })
  for (let month = first.start; month <= now; month += 28 * 24 * HOUR) {
    simulation.setNow(Math.min(month, now))
    await keepPartitions(context)
  }
  simulation.setNow(first.start + HOUR)
  await storeDefinition(context, operator, definition)
  const users = await addPeople(context, program)
  await attestGate(context, program.id, { phase: 'alpha', side: 'entry' }, users)
  const { id } = await createToken(context, operator, {
    program: program.id,
    name: 'Demo CI',
    scope: 'upload',
    gated: true,
  })
  const state = await programState(context.database, context.database.pool, program.id)
  if (state === null) throw new Error('the demo has no program')
  const ci: TokenActor = { kind: 'token', token: id, program: state.id, scope: 'upload', gated: true }
  const evidence = [...state.revision.compiled.catalog.evidence]

  const random = seededRandom(20_261_122)
  const upload = (body: UploadBody): Promise<unknown> =>
    acceptUpload(context, ci, { program: program.id, key: null, bytes: Buffer.from(JSON.stringify(body)) })
  const place = { ...simulation, program: program.id, zone: rule.zone, users }
  let board: number | null = null
  for (const moment of moments(rule.zone, first.start, now, thisWeek.start, random)) {
    simulation.setNow(moment.at)
    await closeWindows(context)
    const nightly = { ...moment, at: moment.at - 6 * HOUR }
    simulation.setNow(nightly.at)
    await upload(nightlyRun(nightly))
    await endStops(place, nightly.at + HOUR)
    simulation.setNow(moment.at - 2 * HOUR)
    if (moment.weekday < 5) await upload(buildRun({ ...moment, at: moment.at - 2 * HOUR }))
    await endStops(place, moment.at - HOUR)
    simulation.setNow(moment.at)
    await upload(parityRun(moment, evidence))
    await endStops(place, moment.at + 5 * MINUTE)
    simulation.setNow(moment.at + 20 * MINUTE)
    for (const { subject, sample } of recordsOf(moment, program.id)) {
      const user = users.get(subject)
      if (user !== undefined) await recordSample(context, { kind: 'user', user }, sample)
    }
    simulation.setNow(Math.min(moment.at + HOUR / 2, now))
    await actOnRisks({ context, program: program.id, zone: rule.zone, at: moment.at, users }, moment)
    await decide(place, moment, moment.at + 35 * MINUTE, now, board)
    board = await holdBoard(place, moment.at + 45 * MINUTE, now)
  }
  simulation.setNow(now)
  await closeWindows(context)
}

/** Subject → user id. The program owner administers the demo. */
async function addPeople(
  context: Context,
  program: { id: string; roles: { id: string; title: string }[] },
): Promise<Map<string, string>> {
  const users = new Map<string, string>()
  for (const { subject, name, role } of demoAccounts(program.roles)) {
    const identity = { issuer: DEMO_ISSUER, subject, name, email: null }
    const signed = await signUp(context, identity, subject === 'program-owner' ? 'demo' : null)
    if (signed === null) throw new Error(`the demo account ${subject} does not stand`)
    if (role !== null) await grantRole(context, operator, { program: program.id, user: signed.user, role: role.id })
    users.set(subject, signed.user)
  }
  return users
}

/** One moment a day, in the afternoon of the program's zone; the last one lies a little before now. */
function* moments(
  zone: string,
  from: Instant,
  now: Instant,
  thisWeek: Instant,
  random: () => number,
): Generator<Moment> {
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' })
  const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
  for (let day = from; day < now; day += 24 * HOUR) {
    const at = Math.min(day + 16 * HOUR + Math.floor(random() * HOUR), now - HOUR)
    if (at < from + 7 * HOUR) continue
    yield {
      at,
      weeksAgo: Math.max(0, Math.ceil((thisWeek - at) / (7 * 24 * HOUR))),
      weekday: days.indexOf(weekday.format(at)),
      last: at === now - HOUR || day + 24 * HOUR >= now,
      random,
    }
  }
}
