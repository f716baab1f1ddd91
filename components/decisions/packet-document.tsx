import type { ReactNode } from 'react'
import { Moment } from '@/components/ui/time'
import type { DecisionDto, PacketDto } from '@/lib/queries/decision-dto'
import type { Json } from '@/lib/register/canonical'
import { ElectorateSection } from './electorate-section'
import { Asked } from './asked-section'
import { ChecklistSection, RisksSection, RunsSection, ScoreboardSection, WaiversSection } from './facts-sections'
import { Gate, isGate } from './gate-section'
import { fieldsOf, nameOf, rowsOf, textOf, textsOf } from './json'
import { MinutesSection } from './minutes-section'
import { Plain } from './plain-section'
import { Signatures } from './signatures'

interface Props {
  decision: DecisionDto
  packet: PacketDto
}

/**
 * The sealed packet as a document to be read before signing. It prints on A4 and Letter with its digest and page
 * numbers in the footer and the signatures at its end.
 */
export function PacketDocumentView({ decision, packet }: Props) {
  const { document, sha256 } = packet
  const { zone } = decision
  return (
    <article aria-labelledby="packet">
      <PageFooter text={`${document.decision.id} round ${packet.round}  SHA-256 ${sha256}`} />
      <header className="border-b-2 border-ink pb-2">
        <p className="text-soft">
          {document.program.title}. Decision packet {document.decision.id}, round {packet.round}
        </p>
        <h2 id="packet" className="text-lg leading-7">
          {document.decision.title}
        </h2>
        <p className="text-soft">
          Sealed <Moment at={packet.sealedAt} zone={zone} />
          {packet.sealedBy === null ? '' : ` by ${packet.sealedBy.name}`}, under revision {document.revision.number} of
          the program.
          <span className="block">
            SHA-256 <code className="break-all">{sha256}</code>
          </span>
        </p>
      </header>
      <Part title="Decision asked">
        <p className="text-base font-medium">{document.question}</p>
      </Part>
      <Part title="Recommendation">
        <p className="max-w-3xl whitespace-pre-line">{document.recommendation}</p>
      </Part>
      {parts(decision, document.sections).map(({ name, title, body }) => (
        <Part key={name} title={title}>
          {body}
        </Part>
      ))}
      <div className="break-inside-avoid">
        <Part title="Electorate">
          <ElectorateSection electorate={document.electorate} zone={zone} />
        </Part>
        <Part title="Signatures">
          <Signatures decision={decision} packet={packet} />
        </Part>
      </div>
      {document.sections.runs === undefined ? null : (
        <Part title="Annex: command provenance and evidence pointers of every gating run">
          <RunsSection json={document.sections.runs} zone={zone} />
        </Part>
      )}
    </article>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mt-6">
      <h2 className="break-after-avoid border-b border-rule pb-1">{title}</h2>
      <div className="mt-2">{children}</div>
    </section>
  )
}

/** The print's footer: what is signed, and the page. Its text is digits of a digest and ids, nothing that was typed. */
function PageFooter({ text }: { text: string }) {
  const safe = text.replace(/[^\w .:-]/g, '')
  const font = 'font: 7pt ui-monospace, monospace; color: #333'
  return (
    <style>{`@page { margin: 16mm 14mm 18mm; @bottom-left { content: "${safe}"; ${font} } @bottom-right { content: "Page " counter(page) " of " counter(pages); ${font} } }`}</style>
  )
}

interface PartOf {
  name: string
  title: string
  body: ReactNode
}

/**
 * Every section of the packet but the runs, which fill pages and stand in the annex: those that the page knows in their
 * order, and between them whatever else was sealed.
 */
function parts(decision: DecisionDto, sections: { readonly [name: string]: Json }): PartOf[] {
  const first = ['since', 'asked']
  const last = ['scoreboard', 'checklist', 'waivers', 'risks', 'incidents', 'judgement']
  const others = Object.keys(sections).filter((name) => ![...first, ...last, 'runs'].includes(name))
  return [...first, ...others, ...last].flatMap((name) => {
    const json = sections[name]
    return json === undefined
      ? []
      : [{ name, title: titles[name] ?? nameOf(name), body: sectionBody(decision, name, json) }]
  })
}

const titles: Record<string, string> = {
  since: 'What changed since the last packet',
  asked: 'What is asked, exactly',
  gates: 'Gate report',
  gate: 'Gate report',
  promotion: 'Gate report',
  minutes: 'Minutes',
  scoreboard: 'Scoreboard',
  checklist: 'Checklist of obligations',
  waivers: 'Waivers that hold',
  risks: 'Open risks',
  incidents: 'Open incidents',
  judgement: 'What must still hold when the decision falls',
}

function sectionBody({ kind, zone, names }: DecisionDto, name: string, json: Json): ReactNode {
  const gates = [json, ...rowsOf(json), ...Object.values(fieldsOf(json))].filter(isGate)
  if (gates.length > 0) return gates.map((gate) => <Gate key={JSON.stringify(gate)} gate={fieldsOf(gate)} />)
  switch (name) {
    case 'since':
      return <Since json={json} zone={zone} />
    case 'asked':
      return <Asked kind={kind} input={fieldsOf(json).input ?? null} zone={zone} names={names} />
    case 'judgement':
      return <Judgement json={json} />
    case 'scoreboard':
      return <ScoreboardSection json={json} />
    case 'checklist':
      return <ChecklistSection json={json} />
    case 'minutes':
      return <MinutesSection json={json} zone={zone} />
    case 'waivers':
      return <WaiversSection json={json} zone={zone} />
    case 'risks':
      return <RisksSection json={json} />
    default:
      return <Plain json={json} zone={zone} />
  }
}

function Since({ json, zone }: { json: Json; zone: string }) {
  if (json === null) return <p className="text-soft">This is the first packet of the decision.</p>
  const { round, packet, sealedAt, changes } = fieldsOf(json)
  const sentences = textsOf(changes)
  return (
    <>
      <p className="text-soft">
        Against round {textOf(round)}, sealed <Moment at={textOf(sealedAt)} zone={zone} />,{' '}
        <code className="break-all">{textOf(packet)}</code>
      </p>
      {sentences.length === 0 ? <p>Nothing that the decision rests on.</p> : null}
      <ul className="list-inside list-disc">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  )
}

/** What the last vote is held against: each item, named as it was judged. */
function Judgement({ json }: { json: Json }) {
  return (
    <table className="facts [&_tbody_:is(td,th)]:align-top">
      <thead>
        <tr>
          <th scope="col">Item</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(fieldsOf(json)).map(([item, state]) => (
          <tr key={item}>
            <th scope="row" className="font-normal text-ink [overflow-wrap:anywhere]">
              {item}
            </th>
            <td className="[overflow-wrap:anywhere]">{textOf(state).replaceAll('_', ' ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
