import { roleTitle } from './names'
import { Facts, Listed, OwnChoice, Part, RowHead, Section } from './parts'
import type { Program } from './types'

const acts: Record<keyof Program['permissions'], string> = {
  record_sample: 'Record samples from audited systems',
  report_trigger: 'Report a trigger of a risk',
  manage_risk: 'Add, own, plan, re-score and move risks',
  run_review: 'Start, lead and close a review',
  declare_incident: 'Declare a kill criterion or rollback trigger, with evidence',
  record_defect: 'Record and resolve defects by hand',
  propose_decision: 'Propose and seal decisions',
}

/** The roles that people are given, and what each may do. */
export function RolesSection({ program }: { program: Program }) {
  const { roles, permissions, permissionsChoice, id } = program
  return (
    <Section
      id="roles"
      lead={
        <>
          Who holds them:{' '}
          <a className="underline" href={`/${id}/people`}>
            People
          </a>
          .
        </>
      }
    >
      <Facts
        label="Roles"
        columns={[{ title: 'Role', width: 'w-64' }, { title: 'What it is for' }]}
        width="min-w-[320px]"
      >
        {roles.map(({ id: role, title, description, choice }) => (
          <tr key={role}>
            <RowHead id={role} anchor={`role-${role}`}>
              {title}
            </RowHead>
            <td>
              {description}
              <OwnChoice why={choice} />
            </td>
          </tr>
        ))}
      </Facts>
      <Part title="Permissions">
        <OwnChoice why={permissionsChoice} />
        <Facts
          label="Permissions"
          columns={[{ title: 'Act', width: 'w-64' }, { title: 'Roles that may' }]}
          width="min-w-[320px]"
        >
          {(Object.keys(acts) as (keyof typeof acts)[]).map((act) => (
            <tr key={act}>
              <RowHead id={act}>{acts[act]}</RowHead>
              <td>
                <Holders program={program} roles={permissions[act]} />
              </td>
            </tr>
          ))}
        </Facts>
      </Part>
    </Section>
  )
}

function Holders({ program, roles }: { program: Program; roles: readonly string[] }) {
  if (roles.length === 0) return <span className="text-soft">nobody: an act that names no role is nobody’s</span>
  if (program.roles.every(({ id }) => roles.includes(id))) return 'every role'
  return <Listed items={roles.map((role) => roleTitle(program, role))} />
}
