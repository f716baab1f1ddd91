import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RoomDto } from '@/lib/queries/review-room'
import { Connection } from './connection'
import type { OutcomeAct } from './outbox'

/** A server that answers as it is told, and a browser's storage. */
let answers: ((act: unknown) => Response | Promise<Response>)[]
let sent: unknown[]
let kept: Map<string, string>
const storage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
}

const room = (version: number, keys: string[] = []): RoomDto =>
  ({
    program: { id: 'p', title: 'P', zone: 'UTC' },
    number: 1,
    version,
    open: true,
    position: 1,
    waiting: 0,
    now: '2026-11-18T10:00:00.000Z',
    viewer: { id: 'u', mayRun: true, mayManage: true },
    items: [{ ordinal: 1, outcomes: keys.map((key) => ({ key, words: '', at: '', by: '' })) }],
  }) as unknown as RoomDto

const taken = (version: number): Response => Response.json({ room: room(version), closing: null })
const problem = (status: number, detail: string): Response =>
  Response.json({ detail, errors: [{ path: 'version', message: detail }] }, { status })

const note = (text: string): Pick<OutcomeAct, 'item' | 'said'> => ({ item: 1, said: { type: 'note', note: text } })
const open = (): Connection => new Connection(room(1), storage, '/p/reviews/1')

beforeEach(() => {
  answers = []
  sent = []
  kept = new Map()
  vi.stubGlobal('fetch', async (url: string, init?: { body?: string }) => {
    if (url.endsWith('/state')) throw new TypeError('Failed to fetch')
    const act = JSON.parse(init?.body ?? '{}') as unknown
    sent.push(act)
    const answer = answers.shift()
    if (answer === undefined) throw new TypeError('Failed to fetch')
    return answer(act)
  })
})

afterEach(() => vi.unstubAllGlobals())

/** Until everything that can be answered has been. */
const settled = (): Promise<void> =>
  vi.waitFor(async () => {
    expect(answers).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
  })

describe('an outcome', () => {
  it('is kept before it is sent, and let go once it is stored', async () => {
    let whileSending = ''
    answers.push(() => {
      whileSending = [...kept.values()].join('')
      return taken(2)
    })
    const connection = open()
    connection.say(note('One'), { note: 'One' }, '1:note')
    expect(connection.snapshot().waiting).toHaveLength(1)
    await settled()
    expect(whileSending).toContain('"note":"One"')
    expect(connection.snapshot().waiting).toEqual([])
    expect(kept.size).toBe(0)
    expect(connection.snapshot().room.version).toBe(2)
  })

  it.each<[string, () => Response]>([
    [
      'no answer',
      () => {
        throw new TypeError('Failed to fetch')
      },
    ],
    ['a server that is starting', () => problem(503, 'Try again.')],
    ['a session that has ended', () => problem(401, 'Signed out.')],
  ])('waits under the same key after %s', async (_, answer) => {
    answers.push(answer)
    const connection = open()
    connection.say(note('One'), {}, '1:note')
    await settled()
    const [waiting] = connection.snapshot().waiting
    expect(waiting?.refused).toBeNull()
    answers.push(
      () => taken(2),
      () => taken(3),
    )
    connection.say(note('Two'), {}, '1:note')
    await settled()
    const keys = sent.map((act) => (act as OutcomeAct).key)
    expect(keys[1]).toBe(keys[0])
    expect(new Set(keys).size).toBe(2)
    expect(connection.snapshot().waiting).toEqual([])
  })

  it('that is refused stays with what was typed, says why, and holds up nothing behind it', async () => {
    answers.push(
      () => problem(409, 'Otto re-scored it.'),
      () => taken(2),
    )
    const connection = open()
    connection.say(note('One'), { note: 'One' }, '1:note')
    connection.say(note('Two'), {}, '1:note')
    await settled()
    expect(connection.snapshot().waiting).toMatchObject([
      { typed: { note: 'One' }, refused: { message: 'Otto re-scored it.' } },
    ])
    connection.withdraw(connection.snapshot().waiting[0]?.act.key ?? '')
    expect(connection.snapshot().waiting).toEqual([])
  })

  it('on a risk that this screen itself changed a moment ago has seen that change', async () => {
    answers.push(
      () => taken(2),
      () => taken(3),
    )
    const connection = open()
    const rescore = { type: 'rescore', version: 4, likelihood: 5, impact: 4, reason: 'x' } as const
    connection.say({ item: 1, said: rescore }, {}, '1:rescore')
    connection.say({ item: 1, said: { type: 'assign', version: 4, user: null } }, {}, '1:assign')
    await settled()
    expect(sent.map((act) => (act as { said: { version: number } }).said.version)).toEqual([4, 6])
  })
})

describe('the screen', () => {
  it('is not put back by an answer that was slow to come', async () => {
    answers.push(() => taken(5))
    const connection = open()
    connection.say(note('One'), {}, '1:note')
    await settled()
    answers.push(() => taken(4))
    connection.say(note('Two'), {}, '1:note')
    await settled()
    expect(connection.snapshot().room.version).toBe(5)
  })

  it('goes where the lead goes at once, and tells the server after what was said before', async () => {
    answers.push(
      () => taken(2),
      () => taken(3),
    )
    const connection = open()
    connection.say(note('One'), {}, '1:note')
    connection.goTo(2)
    expect(connection.snapshot().goingTo).toBe(2)
    await settled()
    expect(sent.map((act) => (act as { act: string }).act)).toEqual(['outcome', 'step'])
  })

  it('keeps what is half typed, and says where a browser keeps nothing', () => {
    const connection = open()
    connection.draft('1:note', { note: 'Half' })
    expect([...kept.values()].join('')).toContain('Half')
    const full = {
      ...storage,
      setItem: () => {
        throw new Error('QuotaExceededError')
      },
    }
    const forgetful = new Connection(room(1), full, '/p/reviews/1')
    forgetful.draft('1:note', { note: 'Half' })
    expect(forgetful.snapshot()).toMatchObject({ forgetful: true, drafts: { '1:note': { note: 'Half' } } })
  })
})
