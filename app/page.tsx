import { redirect } from 'next/navigation'
import { shown, viewer } from '@/lib/http/page'
import { programs } from '@/lib/queries/programs'

export default async function Home() {
  const { context, actor } = await viewer()
  const all = await shown(programs(context, actor))
  const [first] = all
  if (first === undefined) {
    return (
      <main className="mx-auto max-w-xl p-8">
        <h1>No program yet</h1>
        <p className="mt-2">Signalbox runs release programs from a definition. Load one on the machine it runs on:</p>
        <pre className="mt-4 border border-rule bg-panel p-3">
          npx signalbox program load programs/asupersync-browser.yaml
        </pre>
      </main>
    )
  }
  if (all.length === 1) redirect(`/${first.id}/scoreboard`)
  return (
    <main className="mx-auto max-w-xl p-8">
      <h1>Programs</h1>
      <ul className="mt-4 flex flex-col gap-2">
        {all.map((program) => (
          <li key={program.id} className="border-b border-rule pb-2">
            <a href={`/${program.id}/scoreboard`}>{program.title}</a>{' '}
            <span className="text-soft">revision {program.revision}</span>
          </li>
        ))}
      </ul>
    </main>
  )
}
