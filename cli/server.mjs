// The web server: Next in a process of its own, so that the start command can build before it and stop it.
// It marks requests that came straight from a client, before Next adds forwarding headers of its own.
//   node cli/server.mjs --port 3000 --host 127.0.0.1 [--dev]
import http from 'node:http'
import { parseArgs } from 'node:util'
import next from 'next'

const { values } = parseArgs({
  options: { port: { type: 'string' }, host: { type: 'string' }, dev: { type: 'boolean' } },
})
const [port, hostname, dev] = [Number(values.port), values.host, values.dev === true]

const forwarding = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
]

const app = next({ dev, port, hostname })
await app.prepare()
const handle = app.getRequestHandler()

/** Whether an address decodes, and without NUL: Next answers 500 to the one that does not, Postgres to the other. */
function isReadable(url) {
  try {
    return !decodeURIComponent(url.split('?')[0]).includes('\0') && !url.includes('%00')
  } catch {
    return false
  }
}

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost']
const nameOf = (host) => host.replace(/:\d+$/, '')

/**
 * Passkeys and cookies belong to one name: who asks for a page by another name of this machine is sent to the
 * configured one; null for everybody else. Next cannot do it: it takes all names of the machine for one and answers
 * with the path alone, which leads back here. What Next asks of itself, to follow a form to its next page, has been
 * here before and is marked.
 */
function elsewhere({ method, url, headers }) {
  const [own, host = ''] = [new URL(process.env.SIGNALBOX_ORIGIN ?? `http://localhost:${port}`), headers.host]
  const isPage = ['GET', 'HEAD'].includes(method) && !/^\/(?:api|_next)\//.test(url)
  if (!isPage || host === own.host || headers['x-signalbox-direct'] !== undefined) return null
  if (!LOOPBACK.includes(nameOf(host)) || !LOOPBACK.includes(own.hostname)) return null
  const samePort = (/:(\d+)$/.exec(host)?.[1] ?? '80') === (own.port || '80')
  return samePort && url.startsWith('/') ? `${own.origin}${url}` : null
}

const unreadable = JSON.stringify({
  type: 'about:blank',
  title: 'Bad Request',
  status: 400,
  code: 'unreadable',
  detail: 'The address cannot be read: it holds NUL, or a percent sign that stands for nothing.',
})

const server = http.createServer((request, response) => {
  if (!isReadable(request.url)) {
    response.writeHead(400, { 'Content-Type': 'application/problem+json', Connection: 'close' }).end(unreadable)
    return
  }
  const moved = elsewhere(request)
  if (moved !== null) {
    response.writeHead(307, { Location: moved }).end()
    return
  }
  const direct = forwarding.every((name) => request.headers[name] === undefined)
  request.headers['x-signalbox-direct'] = direct ? '1' : '0'
  handle(request, response)
})
server.keepAliveTimeout = 75_000
if (dev) server.on('upgrade', app.getUpgradeHandler())

server.on('error', (error) => {
  process.stderr.write(error.code === 'EADDRINUSE' ? `Port ${port} is taken.\n` : `${error.message}\n`)
  process.exit(2)
})
server.listen(port, hostname, () => process.send?.({ type: 'listening', port }))

let stopping = false
function stop() {
  if (stopping) return
  stopping = true
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 5_000).unref()
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.on('disconnect', stop)
