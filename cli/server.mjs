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

const server = http.createServer((request, response) => {
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
