import { z } from 'zod'

/** Ids are the field's own: `M-PERF-01A`, `core-min`, `RISK-TECH-01`. */
export const id = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/,
    'an id starts with a letter and has letters, digits, "-", "_" and "." (64 at most)',
  )

export const text = z.string().trim().min(1, 'must say something').max(2_000)

/** Where the seed gives no value: the sentence that says so and why this one was chosen. */
export const choice = text.optional().describe("The program's own choice, where the seed gives no value")

/** Section of the specification that a row comes from: "9.2". */
const section = z
  .string()
  .regex(/^\d+(\.\d+)*$/, 'a section number such as 9.2')
  .optional()

export const list = <T extends z.ZodType>(item: T) => z.array(item).min(1, 'must have at least one entry')

/** A list that may be left out: then it is empty. */
export const listOrNone = <T extends z.ZodType>(item: T) => z.array(item).default([])

export const row = <T extends z.ZodRawShape>(shape: T) => z.strictObject(shape)

/** A calendar day, `2026-11-26`. */
export const day = z.iso.date()

/** A sentence of the specification, kept as a row so that it can be shown, counted and cited. */
export const rule = row({ id, section, text })
