import { afterEach, describe, expect, it, vi } from 'vitest'
import { logConsole } from './log'

afterEach(() => {
  vi.restoreAllMocks()
})

const written: string[] = []
const capture = (stream: 'stdout' | 'stderr'): void => {
  vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
    written.push(`${stream} ${String(chunk)}`)
    return true
  })
}

describe('what a library says on the console', () => {
  it.each([
    ['log', 'stdout', 'info'],
    ['info', 'stdout', 'info'],
    ['warn', 'stderr', 'error'],
    ['error', 'stderr', 'error'],
  ] as const)('by %s is one line of JSON on %s, with its stack as a value', (method, stream, level) => {
    const said = { log: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
    logConsole(said)
    written.length = 0
    capture('stdout')
    capture('stderr')
    said[method]('Failed %s', 'to find', new Error('two\nlines'))
    vi.restoreAllMocks()
    const [line, ...others] = written
    expect(others).toEqual([])
    expect(line).toMatch(new RegExp(`^${stream} [^\\n]+\\n$`))
    const { message, ...rest } = JSON.parse(line?.slice(stream.length + 1) ?? '') as Record<string, string>
    expect(rest).toMatchObject({ level, event: 'console' })
    expect(message).toMatch(/^Failed to find Error: two\nlines\n {4}at /)
  })
})
