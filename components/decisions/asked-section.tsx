import type { DecisionKind } from '@/lib/domain/decision/kinds'
import type { Json } from '@/lib/register/canonical'
import { fieldsOf, nameOf, textOf } from './json'
import { Plain } from './plain-section'

const because: [string, string][] = [
  ['reason', 'Reason'],
  ['evidence', 'Evidence'],
]

/** The fields of each kind in the order in which they are read. */
const labels: Record<DecisionKind, [string, string][]> = {
  promotion: [['to', 'Phase to enter']],
  stop_or_continue: [['choice', 'Choice'], ...because],
  kill_override: [['incident', 'Incident'], ...because],
  incident: [['incident', 'Incident'], ['ending', 'Ends by'], ...because],
  rollback: [['trigger', 'Rollback trigger'], ...because],
  waiver: [
    ['verdict', 'What is waived'],
    ['of', 'Of a'],
    ['target', 'Which'],
    ['from', 'From window'],
    ['to', 'To window'],
    ['expiresOn', 'Last day'],
    ...because,
    ['control', 'Compensating control'],
    ['followUp', 'Follow-up'],
  ],
  remediation_plan: [
    ['metric', 'Metric'],
    ['owner', 'Owner'],
    ['due', 'Done by'],
    ['text', 'Plan'],
  ],
  risk_closure: [['risk', 'Risk']],
  program_revision: [
    ['revision', 'Revision'],
    ['digest', 'Its digest'],
    ['schemaChange', 'Changes metrics or limits'],
    ['note', 'Note'],
  ],
  parity_debt: [
    ['surface', 'Surface'],
    ['risk', 'Risk that carries it'],
    ['expiresOn', 'Last day'],
    ['reason', 'Reason'],
  ],
  minutes: [
    ['review', 'Review'],
    ['digest', 'Digest of the minutes'],
    ['text', 'Minutes'],
  ],
}

const words: Record<string, string> = {
  no_data: 'missing data',
  fail: 'a failure',
  continue: 'continuing',
  roll_back: 'rolling back',
  dismiss: 'dismissing it as a false declaration',
}

interface Props {
  kind: DecisionKind
  input: Json
  zone: string
  /** Names of the people whose ids it holds. */
  names: Readonly<Record<string, string>>
}

/** What is asked, field by field. A field that this page does not know is shown by its own name: nothing is left out. */
export function Asked({ kind, input, zone, names }: Props) {
  const fields = fieldsOf(input)
  const known = labels[kind].filter(([field]) => field in fields)
  const rest = Object.keys(fields).filter((field) => known.every(([one]) => one !== field))
  return (
    <dl className="grid grid-cols-1 gap-x-4 gap-y-0.5 sm:grid-cols-[minmax(120px,max-content)_minmax(0,1fr)]">
      {[...known, ...rest.map((field): [string, string] => [field, nameOf(field)])].map(([field, label]) => {
        const text = textOf(fields[field])
        const name = names[text]
        return (
          <div key={field} className="contents">
            <dt className="text-soft">{label}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">
              {name === undefined ? (
                (words[text] ?? <Plain json={fields[field] ?? null} zone={zone} />)
              ) : (
                <>
                  {name} <code className="text-soft">{text}</code>
                </>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
