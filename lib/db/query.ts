import type pg from 'pg'

/** The pool, or a transaction's connection, which sees what the transaction sees. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>

/** A timestamp's column as an instant: milliseconds since 1970. */
export const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`
