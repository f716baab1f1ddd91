import { Cron } from 'croner'
import { appContext } from '@/lib/db/app-context'
import type { Context } from '@/lib/db/transact'
import { errorFields, log } from '@/lib/http/log'
import { closeWindows } from '@/lib/verbs/window/close'
import { keepDecisionClocks } from '@/lib/verbs/decision/keep-clocks'
import { keepIncidentClocks } from '@/lib/verbs/incident/keep-clocks'
import { keepEscalations } from '@/lib/verbs/incident/keep-escalations'
import { completeOverdueRuns } from '@/lib/verbs/upload/complete'
import { keepPartitions } from './partitions'
import { sealRegister } from './sealing'

/** A sweep does what is due now, and nothing when nothing is: it may run late, twice, or in several processes. */
interface Sweep {
  name: string
  /** Cron pattern with seconds. */
  every: string
  run(context: Context): Promise<number>
}

const sweeps: Sweep[] = [
  { name: 'runs.complete', every: '15 * * * * *', run: completeOverdueRuns },
  { name: 'windows.close', every: '*/5 * * * * *', run: closeWindows },
  { name: 'escalations.keep', every: '*/10 * * * * *', run: keepEscalations },
  { name: 'incidents.clocks', every: '*/10 * * * * *', run: keepIncidentClocks },
  { name: 'register.seal', every: '* * * * * *', run: sealRegister },
  { name: 'decisions.clocks', every: '*/10 * * * * *', run: keepDecisionClocks },
  { name: 'partitions.keep', every: '0 0 3 * * *', run: keepPartitions },
]

const shared = globalThis as typeof globalThis & { signalboxJobs?: Cron[] }

/** Starts the sweeps of this process, each once at once and then by its clock. */
export function startJobs(): void {
  if (shared.signalboxJobs !== undefined) return
  shared.signalboxJobs = sweeps.map((sweep) => {
    const job = new Cron(sweep.every, { protect: true, name: sweep.name, unref: true }, () => run(sweep))
    void job.trigger()
    return job
  })
}

async function run(sweep: Sweep): Promise<void> {
  try {
    const done = await sweep.run(appContext())
    if (done > 0) log('info', sweep.name, { done })
  } catch (error) {
    log('error', `${sweep.name}.failed`, errorFields(error))
  }
}
