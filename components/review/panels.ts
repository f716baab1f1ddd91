import type { RoomDto, RoomItemDto } from '@/lib/queries/review-room'
import { stateWords } from '@/lib/domain/risk/event-words'
import type { OutcomeAct } from './outbox'

export type Said = OutcomeAct['said']

/** What can be said of an item, each with a form of its own. */
export type SayPanel =
  | 'confirm'
  | 'rescore'
  | 'transition'
  | 'assign'
  | 'escalate'
  | 'action'
  | 'note'
  | 'done'
  | 'dropped'
  | 'postponed'
  | 'carried'

export type Panel = SayPanel | 'people' | 'close' | 'help'

export interface KeyAct {
  key: string
  title: string
  panel: Panel
}

export interface FieldSpec {
  name: string
  label: string
  kind: 'text' | 'likelihood' | 'impact' | 'person' | 'role' | 'day'
  needed: boolean
  hint?: string
}

/** The numbered acts of an item, and those that every item has. What the viewer may not do is not offered. */
export function actsOf(item: RoomItemDto | undefined, viewer: RoomDto['viewer']): KeyAct[] {
  if (item === undefined || !(viewer.mayRun || viewer.mayManage)) return []
  const common: KeyAct[] = [
    { key: 'a', title: 'Action', panel: 'action' },
    { key: 'n', title: 'Note', panel: 'note' },
  ]
  return [...numbered(item, viewer.mayManage), ...common]
}

function numbered(item: RoomItemDto, mayManage: boolean): KeyAct[] {
  if (item.subject === 'action') {
    return [
      { key: '1', title: 'Done', panel: 'done' },
      { key: '2', title: 'Drop', panel: 'dropped' },
      { key: '3', title: 'Move its day', panel: 'postponed' },
      { key: '4', title: 'Stays open', panel: 'carried' },
      { key: '5', title: 'Escalate', panel: 'escalate' },
    ]
  }
  const confirm: KeyAct = { key: '1', title: 'Confirm', panel: 'confirm' }
  const escalate: KeyAct = { key: '5', title: 'Escalate', panel: 'escalate' }
  if (item.risk === null || item.risk.state === 'closed' || !mayManage) return [confirm, escalate]
  return [
    confirm,
    { key: '2', title: 'Re-score', panel: 'rescore' },
    { key: '3', title: `Move to ${stateWords[item.risk.next?.to ?? 'closed']}`, panel: 'transition' },
    { key: '4', title: 'Assign', panel: 'assign' },
    escalate,
  ]
}

const note: FieldSpec = { name: 'note', label: 'Remark', kind: 'text', needed: false }
const why: FieldSpec = { name: 'note', label: 'Why', kind: 'text', needed: true }

const fields: Record<SayPanel, FieldSpec[]> = {
  confirm: [note],
  rescore: [
    { name: 'likelihood', label: 'Likelihood', kind: 'likelihood', needed: true },
    { name: 'impact', label: 'Impact', kind: 'impact', needed: true },
    { name: 'reason', label: 'Why', kind: 'text', needed: true },
  ],
  transition: [note],
  assign: [{ name: 'user', label: 'Owner', kind: 'person', needed: false, hint: 'Type the first letters of a name.' }],
  escalate: [
    { name: 'role', label: 'To', kind: 'role', needed: true },
    { name: 'reason', label: 'Why', kind: 'text', needed: true },
  ],
  action: [
    { name: 'title', label: 'What is to be done', kind: 'text', needed: true },
    { name: 'user', label: 'By whom', kind: 'person', needed: true },
    { name: 'due', label: 'Until', kind: 'day', needed: true },
  ],
  note: [{ name: 'note', label: 'Note', kind: 'text', needed: true }],
  done: [note],
  dropped: [why],
  postponed: [{ name: 'due', label: 'New day', kind: 'day', needed: true }, why],
  carried: [note],
}

export const fieldsOf = (panel: SayPanel): FieldSpec[] => fields[panel]

const titles: Record<SayPanel, string> = {
  confirm: 'Confirm it as it stands',
  rescore: 'Re-score',
  transition: 'Move it on',
  assign: 'Give it to someone',
  escalate: 'Escalate',
  action: 'Add an action',
  note: 'Take a note',
  done: 'It is done',
  dropped: 'Drop it',
  postponed: 'Move its day',
  carried: 'It stays open',
}

export const titleOf = (panel: SayPanel): string => titles[panel]

/** The form's button, named after the act. */
const buttons: Record<SayPanel, string> = {
  confirm: 'Confirm',
  rescore: 'Re-score',
  transition: 'Move',
  assign: 'Assign',
  escalate: 'Escalate',
  action: 'Add the action',
  note: 'Keep the note',
  done: 'It is done',
  dropped: 'Drop it',
  postponed: 'Move its day',
  carried: 'Leave it open',
}

export const buttonOf = (panel: SayPanel): string => buttons[panel]

export type Typed = Record<string, string>

/** What a form starts with: the draft, or what stands. */
export function startOf(panel: SayPanel, item: RoomItemDto, draft: Typed | undefined): Typed {
  if (draft !== undefined) return draft
  if (panel === 'rescore' && item.risk !== null) {
    return { likelihood: String(item.risk.likelihood), impact: String(item.risk.impact), reason: '' }
  }
  if (panel === 'assign') return { user: item.risk?.owner?.id ?? '' }
  return {}
}

/** Fields that must be filled and are not, and a score that is the one it has. */
export function faultsOf(panel: SayPanel, item: RoomItemDto, typed: Typed): Record<string, string> {
  const missing = fieldsOf(panel).filter(({ name, needed }) => needed && (typed[name] ?? '').trim() === '')
  const faults = Object.fromEntries(missing.map(({ name, kind }) => [name, wants[kind]]))
  const { risk } = item
  const same = risk !== null && Number(typed.likelihood) === risk.likelihood && Number(typed.impact) === risk.impact
  if (panel === 'rescore' && same) {
    return { ...faults, likelihood: `It is ${risk.likelihood} × ${risk.impact} already. Confirm it instead.` }
  }
  return faults
}

const wants: Record<FieldSpec['kind'], string> = {
  text: 'Say it in a few words.',
  likelihood: 'Press 1 to 5.',
  impact: 'Press 1 to 5.',
  person: 'Choose a person.',
  role: 'Choose a role.',
  day: 'Choose a day.',
}

/** What a filled form says of the item, whose risk was seen at this version. */
export function saidOf(panel: SayPanel, item: RoomItemDto, typed: Typed, version: number | null): Said {
  const text = (name: string): string => (typed[name] ?? '').trim()
  const seen = version ?? 0
  switch (panel) {
    case 'confirm':
      return { type: 'confirm', version, note: text('note') }
    case 'rescore':
      return {
        type: 'rescore',
        version: seen,
        likelihood: Number(typed.likelihood),
        impact: Number(typed.impact),
        reason: text('reason'),
      }
    case 'transition':
      return {
        type: 'transition',
        version: seen,
        to: item.risk?.next?.to === 'watch' ? 'watch' : 'mitigating',
        note: text('note'),
      }
    case 'assign':
      return { type: 'assign', version: seen, user: typed.user === undefined || typed.user === '' ? null : typed.user }
    case 'escalate':
      return { type: 'escalate', role: text('role'), reason: text('reason') }
    case 'action':
      return { type: 'action', title: text('title'), user: text('user'), due: text('due') }
    case 'note':
      return { type: 'note', note: text('note') }
    case 'done':
    case 'dropped':
    case 'postponed':
    case 'carried':
      return { type: 'follow_up', result: panel, due: text('due'), note: text('note') }
  }
}

/** The form that an outcome came from. */
export function panelOf(said: Said): SayPanel {
  return said.type === 'follow_up' ? said.result : said.type
}

/** What was said, in a few words, before the server has said it in its own. */
export function shortly(said: Said, room: RoomDto): string {
  const name = (id: string | null): string => room.people.find((one) => one.id === id)?.name ?? 'nobody'
  switch (said.type) {
    case 'confirm':
      return 'Confirmed as it stands'
    case 'rescore':
      return `Re-scored to ${said.likelihood} × ${said.impact}`
    case 'transition':
      return `Moved to ${stateWords[said.to]}`
    case 'assign':
      return `Given to ${name(said.user)}`
    case 'action':
      return `Action: ${said.title}`
    case 'escalate':
      return `Escalated to ${room.roles.find(({ id }) => id === said.role)?.title ?? said.role}`
    case 'follow_up':
      return titleOf(said.result)
    case 'note':
      return said.note
  }
}
