import { Pointer } from '@/components/ui/pointer'
import { Day, Moment } from '@/components/ui/time'
import type { Json } from '@/lib/register/canonical'
import { isDay, isInstant, nameOf, rowsOf } from './json'

/** Whatever a packet holds that no other part of the page draws: nothing that was signed is left out. */
export function Plain({ json, zone }: { json: Json; zone: string }) {
  if (json === null) return <span className="text-soft">none</span>
  if (typeof json === 'boolean') return <>{json ? 'yes' : 'no'}</>
  if (typeof json === 'number') return <>{json}</>
  if (typeof json === 'string') return <Text text={json} zone={zone} />
  if (Array.isArray(json)) return <List items={json} zone={zone} />
  return (
    <dl className="grid grid-cols-1 gap-x-4 sm:grid-cols-[minmax(120px,max-content)_minmax(0,1fr)]">
      {Object.entries(json as { readonly [name: string]: Json }).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{nameOf(name)}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            <Plain json={value} zone={zone} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Text({ text, zone }: { text: string; zone: string }) {
  if (isInstant(text)) return <Moment at={text} zone={zone} />
  if (isDay(text)) return <Day day={text} />
  if (/^https?:\/\//i.test(text)) return <Pointer uri={text} />
  if (/^[0-9a-f]{64}$/.test(text)) return <code className="break-all">{text}</code>
  return <span className="whitespace-pre-line [overflow-wrap:anywhere]">{text === '' ? '–' : text}</span>
}

function List({ items, zone }: { items: readonly Json[]; zone: string }) {
  if (items.length === 0) return <span className="text-soft">none</span>
  const rows = rowsOf([...items])
  const flat = rows.every((row) => Object.values(row).every((value) => value === null || typeof value !== 'object'))
  if (rows.length !== items.length || !flat) {
    return (
      <ul>
        {items.map((item, index) => (
          <li key={`${index} ${JSON.stringify(item)}`} className="border-b border-rule py-1">
            <Plain json={item} zone={zone} />
          </li>
        ))}
      </ul>
    )
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return (
    <div role="group" aria-label="Facts" tabIndex={0} className="scrolls">
      <table className="facts [&_tbody_td]:align-top">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {nameOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {columns.map((column) => (
                <td key={column}>
                  <Plain json={row[column] ?? null} zone={zone} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
