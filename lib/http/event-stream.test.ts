import { afterEach, describe, expect, it, vi } from 'vitest'
import { eventStream } from './event-stream'

/** A stream whose sender the test holds, and how often it was ended. */
function opened() {
  const abort = new AbortController()
  const ended = vi.fn()
  let send = (_: string): void => {}
  const response = eventStream((sender) => {
    send = sender
    return ended
  }, abort.signal)
  const reader = response.body?.getReader()
  if (reader === undefined) throw new Error('no body')
  const next = async (): Promise<string | null> => {
    const { done, value } = await reader.read()
    return done ? null : new TextDecoder().decode(value)
  }
  return { abort, ended, send: (data: string) => send(data), reader, next }
}

/** What is thrown where nobody catches it, by listeners and timers: in production it ends the process. */
async function thrownOutside(work: () => void): Promise<unknown[]> {
  const others = process.listeners('uncaughtException')
  const thrown: unknown[] = []
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', (error) => thrown.push(error))
  try {
    work()
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    process.removeAllListeners('uncaughtException')
    for (const other of others) process.on('uncaughtException', other)
  }
  return thrown
}

afterEach(() => vi.useRealTimers())

describe('a stream of events', () => {
  it('says when to come back, then what is sent', async () => {
    const { send, next, abort } = opened()
    send('7')
    expect([await next(), await next()]).toEqual(['retry: 1000\n\n', 'data: 7\n\n'])
    abort.abort()
    expect(await next()).toBeNull()
  })

  it.each<[string, ('cancel' | 'abort')[]]>([
    ['the stream', ['cancel']],
    ['the request', ['abort']],
    ['first the stream', ['cancel', 'abort']],
    ['first the request', ['abort', 'cancel']],
  ])('is left by closing %s: ended once, and nothing thrown by what is sent after', async (_, ways) => {
    const { abort, reader, ended, send } = opened()
    const thrown = await thrownOutside(() => {
      for (const way of ways) {
        if (way === 'abort') abort.abort()
        else void reader.cancel()
      }
    })
    expect(thrown).toEqual([])
    expect(ended).toHaveBeenCalledTimes(1)
    expect(() => send('late')).not.toThrow()
  })

  it('says something every so often, and no more once it is left', async () => {
    vi.useFakeTimers()
    const { next, reader } = opened()
    await next()
    vi.advanceTimersByTime(15_000)
    expect(await next()).toBe(': still here\n\n')
    await reader.cancel()
    expect(vi.getTimerCount()).toBe(0)
  })
})
