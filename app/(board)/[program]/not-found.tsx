import { Notice } from '@/components/ui/notice'

export default function NotFound() {
  return (
    <Notice title="Nothing stands at this address">
      <p>
        The program has no such page, run, metric or window, or your account may not see it. A metric that a later
        revision no longer names has no page either; its samples stay with their runs.
      </p>
      <p>The navigation leads to everything there is.</p>
    </Notice>
  )
}
