import { describe, expect, it } from 'vitest'
import { proposalInput } from './decision-form'

function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  return data
}

describe('proposalInput', () => {
  it('takes what belongs to the input, and nothing beside it', () => {
    expect(proposalInput(form({ kind: 'waiver', recommendation: 'Yes', 'input.reason': ' Lab closed ' }))).toEqual({
      reason: 'Lab closed',
    })
  })

  it('reads one pointer a line, numbers, and what may be left out', () => {
    const read = proposalInput(
      form({
        'input.evidence': 's3://a\r\n\n https://b ',
        'input.incident': '12',
        'input.control': '',
        'input.followUp': 'T-1',
      }),
    )
    expect(read).toEqual({ evidence: ['s3://a', 'https://b'], incident: 12, control: null, followUp: 'T-1' })
  })

  it('says nothing of a board that was not chosen, nor of words left out beside one', () => {
    expect(proposalInput(form({ 'input.board': '', 'input.review': 'Call', 'input.text': 'Said.' }))).toEqual({
      board: null,
      review: 'Call',
      text: 'Said.',
    })
    expect(proposalInput(form({ 'input.board': '3', 'input.review': '', 'input.text': '' }))).toEqual({
      board: 3,
      review: null,
      text: null,
    })
  })

  it('leaves what is no number for the verb to refuse', () => {
    expect(proposalInput(form({ 'input.incident': 'x' }))).toEqual({ incident: 'x' })
  })

  it('has a note once any of it is said', () => {
    expect(proposalInput(form({ 'input.note.context': '', 'input.note.decision': '' }))).toEqual({ note: null })
    expect(proposalInput(form({ 'input.note.context': 'Why', 'input.note.decision': '' }))).toEqual({
      note: { context: 'Why', decision: '' },
    })
  })

  it('keeps a definition as it was typed', () => {
    expect(proposalInput(form({ 'input.source': 'id: a\n' }))).toEqual({ source: 'id: a\n' })
  })
})
