import type { ProgramState } from '@/lib/db/program-state'
import type { Context } from '@/lib/db/transact'
import { statementWords } from '@/lib/domain/incident/statement'
import { type RunNameDto, runName } from './incident-dto'

interface EvidenceDto {
  uri: string
  sha256: string | null
}

/** That something failed again in a further run. */
export interface RepeatDto {
  run: RunNameDto
  at: string
  evidence: EvidenceDto[]
}

/** What was seen of a criterion: by a person, or in a run. */
export interface IncidentSignalDto {
  id: number
  criterion: string
  statement: string
  by: string
  at: string
  run: RunNameDto | null
  evidence: EvidenceDto[]
  /** The same failing in further runs, in their order. */
  again: RepeatDto[]
  /** Whether it fails now, and since which run; null where no run has said. */
  standing: { fails: 'still' | 'anew' | 'no'; since: string; run: RunNameDto } | null
}

export interface SignalRow {
  id: number
  criterion: string
  statement: string
  evidence: unknown
  runId: number | null
  key: string | null
  by: string
  at: Date
  run: { id: number; externalId: string } | null
}

/** The signals of an incident, what failed in several runs once. */
export async function incidentSignals(
  { database }: Context,
  state: ProgramState,
  rows: readonly SignalRow[],
  nameOf: (actor: string) => string,
): Promise<IncidentSignalDto[]> {
  const keys = rows.flatMap(({ key }) => key ?? [])
  const standings = await database.prisma.signalState.findMany({
    where: {
      programId: state.id,
      key: { in: keys },
      watcher: { in: rows.flatMap(({ criterion }) => [`kill:${criterion}`, `rollback:${criterion}`]) },
    },
    include: { run: { select: { id: true, externalId: true } } },
  })
  return [...grouped(rows).values()].map(([first, ...again]) => {
    const last = again.at(-1) ?? first
    const standing = standings
      .filter(({ key, watcher }) => key === first.key && watcher.endsWith(`:${first.criterion}`))
      .sort((a, b) => Number(b.failing) - Number(a.failing))[0]
    return {
      id: first.id,
      criterion: first.criterion,
      statement: statementWords(first.statement, first.by),
      by: nameOf(first.by),
      at: first.at.toISOString(),
      run: runName(first.run),
      evidence: evidenceOf(state, first),
      again: again.flatMap((row) => {
        const run = runName(row.run)
        return run === null ? [] : [{ run, at: row.at.toISOString(), evidence: evidenceOf(state, row) }]
      }),
      standing: standing === undefined ? null : standingDto(standing, last.at),
    }
  })
}

type Group = [SignalRow, ...SignalRow[]]

function grouped(rows: readonly SignalRow[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const name = row.key === null ? `${row.id}` : `${row.criterion}|${row.key}`
    const known = groups.get(name)
    if (known === undefined) groups.set(name, [row])
    else known.push(row)
  }
  return groups
}

/**
 * What was last said of it: where that is later than the last failure here, it has passed since, or fails in another
 * incident. A decision that lets a criterion be heard again sets its signals back without a pass: those say nothing.
 */
function standingDto(
  { failing, since, run }: { failing: boolean; since: Date; run: { id: number; externalId: string } },
  lastFailure: Date,
): IncidentSignalDto['standing'] {
  const later = since > lastFailure
  if (!failing && !later) return null
  return {
    fails: !failing ? 'no' : later ? 'anew' : 'still',
    since: since.toISOString(),
    run: { id: run.externalId, number: run.id },
  }
}

/** The pointers of a signal, but for the pages here that stand beside it anyway. */
function evidenceOf({ slug }: ProgramState, { evidence, criterion, runId }: SignalRow): EvidenceDto[] {
  const own = new Set([`/${slug}/metrics/${criterion}`, `/${slug}/runs/${runId}`])
  return (evidence as EvidenceDto[]).filter(({ uri }) => !own.has(uri))
}
