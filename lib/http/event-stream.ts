/** Proxies close a stream that says nothing. */
const HEARTBEAT = 15_000

/**
 * A stream of server-sent events. `subscribe` gets what sends one, and answers what ends it. The reader may go in either
 * way, by closing the stream or by aborting the request, and in both: whatever comes after the first is nothing.
 */
export function eventStream(subscribe: (send: (data: string) => void) => () => void, signal: AbortSignal): Response {
  const encoder = new TextEncoder()
  let end = (): void => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let ended = false
      // A write on a stream that has been left would throw where nobody catches it, and end the server.
      const write = (text: string): void => {
        if (!ended) controller.enqueue(encoder.encode(text))
      }
      write('retry: 1000\n\n')
      const unsubscribe = subscribe((data) => write(`data: ${data}\n\n`))
      const beat = setInterval(() => write(': still here\n\n'), HEARTBEAT)
      end = () => {
        if (ended) return
        ended = true
        clearInterval(beat)
        unsubscribe()
      }
      const leave = (): void => {
        if (ended) return
        end()
        controller.close()
      }
      signal.addEventListener('abort', leave, { once: true })
      if (signal.aborted) leave()
    },
    cancel: () => end(),
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  })
}
