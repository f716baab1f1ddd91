#!/usr/bin/env node
// Prisma's own schema engine, from the npm registry, in the place of the native binary it would download.
// The Prisma CLI starts a "schema engine" and speaks JSON-RPC with it over stdio. This file speaks the same
// protocol and hands every call to @prisma/schema-engine-wasm. See docs/decisions/0003-offline-migrations.md.
import { readFileSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { parseIntoClientConfig } from 'pg-connection-string'
import { MigrationAdapterFactory } from './migration-adapter.mjs'

const require = createRequire(import.meta.url)
const { values: flags, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    datasource: { type: 'string' },
    datamodels: { type: 'string', multiple: true },
    'enabled-preview-features': { type: 'string' },
    'extension-types': { type: 'string' },
    version: { type: 'boolean' },
  },
})

if (flags.version) {
  console.log(`schema-engine-cli ${require('@prisma/engines-version').enginesVersion}`)
  process.exit(0)
}

const url = flags.datasource ? JSON.parse(flags.datasource).url : process.env.DATABASE_URL

const quoteIdentifier = (name) => `"${name.replaceAll('"', '""')}"`

/** Runs `work` on the server's maintenance database; `work` also gets the name of the database that `url` means. */
async function onMaintenanceDatabase(target, work) {
  const admin = new URL(target)
  const name = decodeURIComponent(admin.pathname.slice(1))
  admin.pathname = '/postgres'
  admin.search = ''
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  try {
    return await work(client, name)
  } finally {
    await client.end()
  }
}

async function connects(target) {
  const client = new pg.Client({ connectionString: target })
  await client.connect()
  await client.end()
}

function createDatabase(target) {
  return onMaintenanceDatabase(target, async (client, name) => {
    try {
      await client.query(`CREATE DATABASE ${quoteIdentifier(name)}`)
    } catch (error) {
      const madeMeanwhile = error.code === '42P04' || error.code === '23505'
      if (!madeMeanwhile) throw error
    }
    return name
  })
}

const dropDatabase = (target) =>
  onMaintenanceDatabase(target, (client, name) =>
    client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`),
  )

/** The one-shot commands (`schema-engine cli …`): the CLI reads the fault from the second line of stderr. */
async function runOnce(command) {
  const prismaCode = { '3D000': 'P1003', '28P01': 'P1000', '42P04': 'P1009' }
  try {
    if (command === 'can-connect-to-database') await connects(url)
    else if (command === 'create-database') await createDatabase(url)
    else if (command === 'drop-database') await dropDatabase(url)
    process.exit(0)
  } catch (error) {
    const fields = {
      message: error.message || String(error),
      error_code: prismaCode[error.code] ?? 'P1001',
      is_panic: false,
    }
    writeSync(2, `\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`)
    process.exit(1)
  }
}

async function loadEngine() {
  const glueFile = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const glue = await import(glueFile)
  const wasm = readFileSync(glueFile.replace(/\.js$/, '.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start?.()
  const schema = new URL(url).searchParams.get('schema') ?? 'public'
  const factory = new MigrationAdapterFactory(parseIntoClientConfig(url), schema)
  return glue.SchemaEngine.new(
    { datamodels: flags.datamodels?.map((file) => [file, readFileSync(file, 'utf8')]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(factory),
  )
}

let loaded
const engine = () => (loaded ??= loadEngine())
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

const handlers = {
  getDatabaseVersion: async () => (await engine()).version(),
  createDatabase: async (params) => ({ databaseName: await createDatabase(params.datasource.url ?? url) }),
  ensureConnectionValidity: async () => {
    await connects(url)
    return {}
  },
  // The native engine prints a diff itself; the WebAssembly one returns it.
  diff: async (params) => {
    const { exitCode, stdout } = await (await engine()).diff(params)
    if (stdout != null) send({ id: -1, method: 'print', params: { content: stdout } })
    return { exitCode, stdout: null }
  },
}

async function answer({ id, method, params }) {
  try {
    const handler = handlers[method] ?? (async (p) => (await (await engine())[method](p)) ?? {})
    send({ id, result: await handler(params) })
  } catch (error) {
    const detail = parsed(error.message)
    send({
      id,
      error: {
        code: 4466,
        message: error.message,
        data: {
          is_panic: false,
          message: detail.message ?? error.message ?? String(error),
          error_code: error.code ?? detail.error_code,
          meta: detail.meta ?? error.meta,
        },
      },
    })
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

if (positionals[0] === 'cli') await runOnce(positionals[1])

let queue = Promise.resolve()
createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (!line.trim()) return
    const message = JSON.parse(line)
    if (message.method) queue = queue.then(() => answer(message))
  })
  .on('close', () => queue.finally(() => process.exit(0)))
