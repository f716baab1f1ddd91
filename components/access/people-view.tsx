import { Signal } from '@/components/ui/signal'
import { Moment } from '@/components/ui/time'
import type { FormState } from '@/lib/http/form'
import type { PeopleDto, PersonDto } from '@/lib/queries/people'
import { PersonInspector } from './person-inspector'
import { RoleInspector } from './role-inspector'

interface Props {
  people: PeopleDto
  /** Whom or what the inspector shows. */
  person: string | null
  role: string | null
  change: (state: FormState, form: FormData) => Promise<FormState>
}

/** Everyone with an account and the roles of the program, held or not; administrators change them. */
export function PeopleView({ people, person, role, change }: Props) {
  const { program, viewer, roles } = people
  const here = `/${program}/people`
  const active = people.people.filter(({ deactivatedAt }) => deactivatedAt === null)
  const chosenPerson = viewer.administrator ? people.people.find(({ id }) => id === person) : undefined
  const chosenRole = mayOpen(people, role) ? roles.find(({ id }) => id === role) : undefined
  return (
    <>
      <h1>People</h1>
      <p className="max-w-3xl text-soft">
        Everyone with an account sees the program. What a role may do says the{' '}
        <a className="underline" href={`/${program}/program#roles`}>
          definition
        </a>
        .{viewer.administrator ? '' : ` Roles are given by ${administratorWords(active)}.`}
      </p>
      <Vacancies people={people} active={active} />
      <div className="mt-6 grid grid-cols-1 gap-x-10 gap-y-8 xl:grid-cols-2">
        <Roles people={people} active={active} here={here} selected={chosenRole?.id ?? null} />
        <Persons people={people} active={active} here={here} selected={chosenPerson?.id ?? null} />
      </div>
      {viewer.administrator ? <Left people={people} /> : null}
      {chosenPerson === undefined ? null : (
        <PersonInspector
          key={chosenPerson.id}
          person={chosenPerson}
          roles={roles}
          self={chosenPerson.id === viewer.id}
          closeHref={here}
          change={change}
        />
      )}
      {chosenRole === undefined ? null : (
        <RoleInspector
          key={chosenRole.id}
          role={chosenRole}
          people={active}
          viewer={viewer}
          zone={people.zone}
          deputies={people.deputies.filter((one) => one.role === chosenRole.id)}
          definitionHref={`/${program}/program#role-${chosenRole.id}`}
          closeHref={here}
          change={change}
        />
      )}
    </>
  )
}

function administratorWords(active: readonly PersonDto[]): string {
  const names = active.filter(({ administrator }) => administrator).map(({ name }) => name)
  return names.length === 0 ? 'an administrator; this installation has none yet' : names.join(' or ')
}

const holdersOf = (active: readonly PersonDto[], role: string): PersonDto[] =>
  active.filter(({ roles }) => roles.some(({ id }) => id === role))

/** Administrators open every role; holders their own, to name a deputy. */
const mayOpen = ({ viewer, people }: PeopleDto, role: string | null): boolean =>
  viewer.administrator || people.some(({ id, roles }) => id === viewer.id && roles.some((held) => held.id === role))

/** Roles that nobody holds: nobody can do what only they may. */
function Vacancies({ people: { roles }, active }: { people: PeopleDto; active: readonly PersonDto[] }) {
  const vacant = roles.filter(({ id }) => holdersOf(active, id).length === 0)
  if (vacant.length === 0) return null
  return (
    <p className="mt-4 max-w-3xl border-l-2 border-caution pl-3">
      <Signal light="caution" word={`Nobody holds ${vacant.length} of the ${roles.length} roles`} />
      <span className="block">
        {vacant.map(({ title }) => title).join(', ')}. A seat without a holder cannot vote, and a risk without one is
        unowned.
      </span>
    </p>
  )
}

interface ListProps {
  people: PeopleDto
  active: readonly PersonDto[]
  here: string
  selected: string | null
}

function Roles({ people, active, here, selected }: ListProps) {
  const { roles, deputies, zone } = people
  return (
    <section aria-labelledby="roles">
      <h2 id="roles">Roles</h2>
      <table className="facts mt-1 [&_tbody_:is(td,th)]:align-top">
        <thead>
          <tr>
            <th scope="col" className="w-1/2">
              Role
            </th>
            <th scope="col">Held by</th>
          </tr>
        </thead>
        <tbody>
          {roles.map(({ id, title }) => {
            const holders = holdersOf(active, id)
            return (
              <tr key={id} className={selected === id ? 'bg-panel' : ''}>
                <th scope="row" className="font-normal text-ink">
                  {mayOpen(people, id) ? <a href={`${here}?role=${encodeURIComponent(id)}`}>{title}</a> : title}
                  <code className="block text-soft">{id}</code>
                </th>
                <td>
                  {holders.length === 0 ? (
                    <Signal light="caution" word="nobody" />
                  ) : (
                    holders.map((holder) => (
                      <span key={holder.id} className="block">
                        {holder.name}
                      </span>
                    ))
                  )}
                  {deputies
                    .filter((one) => one.role === id && one.running)
                    .map((one) => (
                      <span key={one.id} className="block text-soft">
                        {one.deputy.name}, for {one.holder.name} until <Moment at={one.until} zone={zone} />
                      </span>
                    ))}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Persons({ people: { viewer }, active, here, selected }: ListProps) {
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts">Accounts</h2>
      <table className="facts mt-1 [&_tbody_:is(td,th)]:align-top">
        <thead>
          <tr>
            <th scope="col" className="w-1/2">
              Name
            </th>
            <th scope="col">Roles</th>
          </tr>
        </thead>
        <tbody>
          {active.map(({ id, name, email, administrator, roles }) => (
            <tr key={id} className={selected === id ? 'bg-panel' : ''}>
              <th scope="row" className="font-normal text-ink">
                {viewer.administrator ? <a href={`${here}?person=${id}`}>{name}</a> : name}
                {id === viewer.id ? <span className="text-soft"> (you)</span> : null}
                {email === null ? null : (
                  <span className="block text-xs [overflow-wrap:anywhere] text-soft">{email}</span>
                )}
              </th>
              <td>
                {roles.map((role) => (
                  <span key={role.id} className="block">
                    {role.title}
                  </span>
                ))}
                {administrator ? <span className="block text-soft">administrator</span> : null}
                {roles.length === 0 && !administrator ? <span className="text-soft">viewer</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Left({ people: { people, zone } }: { people: PeopleDto }) {
  const left = people.filter(({ deactivatedAt }) => deactivatedAt !== null)
  if (left.length === 0) return null
  return (
    <section aria-labelledby="left" className="mt-8">
      <h2 id="left">Deactivated</h2>
      <ul className="mt-1 max-w-3xl">
        {left.map(({ id, name, deactivatedAt }) => (
          <li key={id} className="flex flex-wrap justify-between gap-x-6 border-b border-rule py-1.5">
            {name}
            <span className="text-soft">
              <Moment at={deactivatedAt ?? ''} zone={zone} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
