import type { ReactNode } from 'react'
import type { ShellDto } from '@/lib/queries/shell'
import { Line } from './line'
import { Navigation } from './navigation'
import { SignOut } from './sign-out'

interface Props {
  shell: ShellDto
  theme: Theme
  setTheme: (form: FormData) => Promise<void>
  children: ReactNode
}

const themes = ['light', 'dark', 'system'] as const

type Theme = (typeof themes)[number]

/** The frame of every page: the navigation at the left, the line on top, the content. */
export function Shell({ shell, theme, setTheme, children }: Props) {
  const { program, self } = shell
  return (
    <div className="min-h-screen rail:grid rail:grid-cols-[188px_minmax(0,1fr)]">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-paper focus:p-2">
        Skip to the content
      </a>
      <aside className="no-print border-rule max-rail:border-b rail:sticky rail:top-0 rail:flex rail:h-screen rail:flex-col rail:border-r">
        <div className="flex items-center justify-between gap-2 px-4 py-3">
          <a href={`/${program.id}/scoreboard`} className="font-semibold text-ink no-underline">
            Signalbox
            <span className="block text-xs font-normal text-soft">{program.title}</span>
          </a>
        </div>
        <Waiting href={`/${program.id}/inbox`} count={shell.waiting} />
        <Navigation program={program.id} links={linksFor(shell)} />
        <div className="mt-auto flex flex-col gap-2 px-4 py-3 text-xs max-rail:hidden">
          {self === null ? null : (
            <p>
              {self.name}
              <span className="block text-soft">{rolesWords(self)}</span>
            </p>
          )}
          <SignOut />
          <ThemeChoice theme={theme} setTheme={setTheme} />
        </div>
      </aside>
      <div className="min-w-0">
        <header>
          {shell.demo ? <DemoMark /> : null}
          <div className="no-print border-b border-rule px-4 py-2 rail:px-6">
            <Line line={shell.line} />
          </div>
        </header>
        <main id="content" className="max-w-[1440px] px-4 py-5 rail:px-6">
          {children}
        </main>
        <footer className="no-print flex items-center justify-between gap-4 border-t border-rule px-4 py-3 text-xs rail:hidden">
          <span>
            {self?.name}
            {self === null ? null : <span className="block text-soft">{rolesWords(self)}</span>}
          </span>
          <ThemeChoice theme={theme} setTheme={setTheme} />
          <SignOut />
        </footer>
      </div>
    </div>
  )
}

/** What waits for the viewer, on every page. */
function Waiting({ href, count }: { href: string; count: number }) {
  return (
    <a
      href={href}
      className="flex min-h-8 items-center justify-between gap-2 border-y border-rule px-4 text-ink no-underline hover:bg-panel max-rail:border-b-0"
    >
      <span className={count === 0 ? 'text-soft' : 'font-medium'}>Waits for me</span>
      <span className={count === 0 ? 'text-soft' : 'bg-ink px-1.5 font-medium text-paper'}>{count}</span>
    </a>
  )
}

/** "Program owner, administrator"; a viewer has no role here. */
function rolesWords({ roles, administrator }: NonNullable<ShellDto['self']>): string {
  const titles = roles.map(({ title }) => title)
  const all = administrator ? [...titles, titles.length === 0 ? 'Administrator' : 'administrator'] : titles
  return all.length === 0 ? 'Viewer' : all.join(', ')
}

/** Only what exists is in the menu. */
function linksFor({ program, self, mayRecord }: ShellDto): { href: string; title: string }[] {
  const base = `/${program.id}`
  const links = [
    { href: `${base}/scoreboard`, title: 'Scoreboard' },
    { href: `${base}/risks`, title: 'Risks' },
    { href: `${base}/reviews`, title: 'Board' },
    { href: `${base}/gates`, title: 'Gates' },
    { href: `${base}/decisions`, title: 'Decisions' },
    { href: `${base}/incidents`, title: 'Incidents' },
    { href: `${base}/surfaces`, title: 'Surfaces' },
    { href: `${base}/defects`, title: 'Defects' },
    { href: `${base}/runs`, title: 'Runs' },
    { href: `${base}/packets`, title: 'Packets' },
    ...(mayRecord ? [{ href: `${base}/records`, title: 'Record a sample' }] : []),
    { href: `${base}/program`, title: 'Program' },
    { href: `${base}/people`, title: 'People' },
    { href: `${base}/keys`, title: 'Your keys' },
    { href: `${base}/register`, title: 'Register' },
    ...(self?.administrator ? [{ href: `${base}/tokens`, title: 'API tokens' }] : []),
    { href: '/reference', title: 'API reference' },
  ]
  return links
}

function DemoMark() {
  return (
    <p className="border-b border-rule bg-panel px-4 py-1.5 text-xs rail:px-6">
      <strong className="font-semibold">Demo.</strong> Its history, people and figures are made up.{' '}
      <span className="no-print">
        Remove it with <code>npx signalbox demo remove</code>.
      </span>
    </p>
  )
}

function ThemeChoice({ theme: chosen, setTheme }: Pick<Props, 'theme' | 'setTheme'>) {
  return (
    <form action={setTheme} className="flex gap-2" aria-label="Theme">
      {themes.map((theme) => (
        <button
          key={theme}
          name="theme"
          value={theme}
          type="submit"
          aria-pressed={theme === chosen}
          className="cursor-pointer text-link hover:underline aria-pressed:font-semibold aria-pressed:text-ink"
        >
          {theme}
        </button>
      ))}
    </form>
  )
}
