import { removeInstallation, startSignalbox } from './signalbox'

/** Two installations for the journeys: the demo as everyone gets it, and an empty one that tests may fill. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const demo = await startSignalbox()
  const empty = await startSignalbox({ SIGNALBOX_DEMO: '0' })
  process.env.E2E_DEMO = JSON.stringify({ url: demo.url, data: demo.data, port: demo.port })
  process.env.E2E_EMPTY = JSON.stringify({
    url: empty.url,
    data: empty.data,
    port: empty.port,
    code: codeIn(empty.output()),
  })
  return async () => {
    await removeInstallation(demo)
    await removeInstallation(empty)
  }
}

/** The one-time code of the first administrator, from the console. */
const codeIn = (output: string): string => /[A-Z0-9]{4}(?:-[A-Z0-9]{4}){3}/.exec(output)?.[0] ?? ''
