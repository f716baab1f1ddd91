import type { Instant } from '@/lib/domain/instant'
import { type Chamber, put } from './decisions'

/** What the triad says of each criterion that the demo's runs fire, and the pointer that it rests on. */
const findings: Record<string, [reason: string, evidence: string]> = {
  'replay-divergence': [
    'One of 128 seeds diverged on a runner with an old toolchain. It is pinned now; rerun, every fingerprint matches.',
    'replay-rerun',
  ],
  'performance-breach': [
    'The change that broke the cap is taken back on the release branch, and its gate has passed twice on the same corpus.',
    'perf-gate-twice',
  ],
  'security-boundary-defect': [
    'A length check at the boundary was missing. It is mended, the fuzzer has run clean for an hour, and the review is signed.',
    'boundary-sweep',
  ],
}

/** The triad ends what a run has stopped, within the hours that it has. */
export async function endStops(chamber: Chamber, at: Instant): Promise<void> {
  const open = await chamber.context.database.prisma.incident.findMany({
    where: { endedAt: null, program: { slug: chamber.program } },
    include: { criteria: true },
    orderBy: { id: 'asc' },
  })
  for (const { id: incident, criteria } of open) {
    const found = findings[criteria[0]?.criterion ?? '']
    if (found === undefined) throw new Error(`the demo says nothing of ${criteria[0]?.criterion}`)
    const [reason, evidence] = found
    const input = {
      incident,
      ending: 'continue',
      reason,
      evidence: [`https://ci.example.test/recovery/${incident}/${evidence}`],
    }
    await put(
      chamber,
      {
        kind: 'incident',
        asker: 'oncall-release-owner',
        recommendation: 'Go on: the recovery condition holds.',
        input,
        votes: [
          ['runtime-architect', 'The cause is known, and its test is in the suite.'],
          ['reliability-lead', 'I have seen the reruns.'],
          ['security-lead', 'Nothing at the boundary is open.'],
        ],
      },
      at,
    )
  }
}
