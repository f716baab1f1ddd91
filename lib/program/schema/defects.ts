import { z } from 'zod'
import { choice, id, list, row, text } from './common'

/** The scale of defects: an upload that names another kind or severity is refused, so that no gate overlooks one. */
export const defects = row({
  kinds: list(row({ id, title: text, choice })),
  severities: list(
    row({
      id,
      title: text,
      rank: z.int().positive().optional().describe('1 is the worst; default: its place in the list'),
      choice,
    }),
  ),
  choice,
})
