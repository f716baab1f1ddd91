#!/usr/bin/env node
// The signalbox command. The sources are TypeScript; tsx runs them as they are.
import 'tsx'

const { main } = await import('./main.ts')
process.exitCode = await main(process.argv.slice(2))
