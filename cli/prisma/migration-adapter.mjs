// @prisma/adapter-pg serves queries; migrations ask three things more of it, repaired here:
//  1. the catalogs' type "char" (oid 18), which it does not know, is read as a character;
//  2. a script goes to the server whole: splitting it at ';' would break $$ bodies and literals;
//  3. the shadow database is a new one: a `database` beside a connection string would be ignored.
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'

const CHAR_OID = 18
const TEXT_OID = 25

function fitForMigrations(adapter) {
  const performIO = adapter.performIO.bind(adapter)
  const queryRaw = adapter.queryRaw.bind(adapter)
  let charColumns = []
  let turn = Promise.resolve()

  adapter.performIO = async (query) => {
    const result = await performIO(query)
    charColumns = []
    result.fields?.forEach((field, index) => {
      if (field.dataTypeID !== CHAR_OID) return
      charColumns.push(index)
      field.dataTypeID = TEXT_OID
    })
    return result
  }
  // One at a time, so that `charColumns` belongs to the query that set it.
  adapter.queryRaw = (query) => {
    turn = turn
      .catch(() => {})
      .then(async () => {
        const result = await queryRaw(query)
        for (const index of charColumns) result.columnTypes[index] = ColumnTypeEnum.Character
        return result
      })
    return turn
  }
  adapter.executeScript = async (sql) => {
    try {
      await adapter.client.query(sql)
    } catch (error) {
      adapter.onError(error)
    }
  }
  const startTransaction = adapter.startTransaction?.bind(adapter)
  if (startTransaction) {
    adapter.startTransaction = async (level) => fitForMigrations(await startTransaction(level))
  }
  return adapter
}

export class MigrationAdapterFactory extends PrismaPg {
  #config
  #schema

  constructor(config, schema) {
    super({ ...config, max: 1 }, { schema })
    this.#config = config
    this.#schema = schema
  }

  async connect() {
    return fitForMigrations(await super.connect())
  }

  async connectToShadowDb() {
    const main = await this.connect()
    const name = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
    await main.executeScript(`CREATE DATABASE "${name}"`)
    const shadow = await new MigrationAdapterFactory({ ...this.#config, database: name }, this.#schema).connect()
    const dispose = shadow.dispose.bind(shadow)
    shadow.dispose = async () => {
      await dispose()
      await main.executeScript(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
      await main.dispose()
    }
    return shadow
  }
}
