import type { Metadata } from 'next'
import { Minutes } from '@/components/review/minutes'
import { shown, viewer } from '@/lib/http/page'
import { reviewNumber } from '@/lib/http/review-acts'
import { reviewMinutes } from '@/lib/queries/reviews'
import './minutes.css'

export const metadata: Metadata = { title: 'Minutes' }

interface Props {
  params: Promise<{ program: string; number: string }>
}

export default async function MinutesPage({ params }: Props) {
  const { context, actor } = await viewer()
  const { program, number } = await params
  return <Minutes minutes={await shown(readMinutes())} />

  async function readMinutes() {
    return reviewMinutes(context, actor, program, reviewNumber(number))
  }
}
