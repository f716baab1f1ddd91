import { type ApiDocument, type ApiOperation, type ApiSchema, boundWords, nameOf, typeWords } from './document'

interface Props {
  document: ApiDocument
  origin: string
  /** A program whose id stands in the examples. */
  program: string
}

/** The API reference, drawn from the OpenAPI document that the server itself answers with. */
export function Reference({ document, origin, program }: Props) {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  return (
    <div className="rail:grid rail:grid-cols-[220px_minmax(0,1fr)] rail:gap-10">
      <nav aria-label="Contents" className="no-print rail:sticky rail:top-6 rail:self-start">
        <ul className="flex flex-col gap-1">
          <li>
            <a href="#first">A first upload</a>
          </li>
          {operations.map(({ path, method, operation }) => (
            <li key={`${method} ${path}`}>
              <a href={`#${anchor(method, path)}`}>{operation.summary}</a>
            </li>
          ))}
          {Object.keys(document.components.schemas).map((name) => (
            <li key={name} className="pl-3">
              <a href={`#schema-${name}`}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="max-rail:mt-6">
        <h1>API reference</h1>
        <p className="mt-1">
          The document itself: <a href="/api/v1/openapi.json">openapi.json</a>. It is made from the schemas that check
          every request.
        </p>
        <Example origin={origin} program={program} />
        {operations.map(({ path, method, operation }) => (
          <Operation key={`${method} ${path}`} path={path} method={method} operation={operation} />
        ))}
        <h2 className="mt-10">Schemas</h2>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <section key={name} id={`schema-${name}`} className="mt-6" aria-labelledby={`title-${name}`}>
            <h3 id={`title-${name}`} className="font-mono">
              {name}
            </h3>
            {schema.description === undefined ? null : <p className="text-soft">{schema.description}</p>}
            <Fields schema={schema} />
          </section>
        ))}
      </div>
    </div>
  )
}

const anchor = (method: string, path: string): string => `${method}-${path.replaceAll(/[^a-z0-9]+/gi, '-')}`

function Example({ origin, program }: { origin: string; program: string }) {
  const upload = `TOKEN=$(npx signalbox token create --program ${program} --name CI --gated)
curl ${origin}/api/v1/programs/${program}/runs \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d '{
    "run": { "id": "4812", "commit": "130e7d16e48874c24366e43b2f8eafe95562775f", "ref": "refs/heads/main",
             "startedAt": "'$(date -u +%FT%TZ)'", "gated": true, "complete": true },
    "samples": [ { "metric": "M-PERF-01A", "value": 672, "unit": "KiB", "observedAt": "'$(date -u +%FT%TZ)'",
                   "artifact": { "uri": "https://ci.example.test/4812/core-min.wasm" },
                   "profile": "core-min", "environment": { "class": "ci", "toolchain": "rustc 1.93.0" },
                   "command": "cargo build --release --target wasm32-unknown-unknown" } ] }'`
  return (
    <section id="first" className="mt-6" aria-labelledby="first-title">
      <h2 id="first-title">A first upload</h2>
      <pre className="mt-2 scrolls border border-rule bg-panel p-3" tabIndex={0}>
        {upload}
      </pre>
    </section>
  )
}

function Operation({ path, method, operation }: { path: string; method: string; operation: ApiOperation }) {
  const body = operation.requestBody?.content['application/json']?.schema
  return (
    <section
      id={anchor(method, path)}
      className="mt-10 border-t border-rule pt-4"
      aria-labelledby={`${anchor(method, path)}-title`}
    >
      <h2 id={`${anchor(method, path)}-title`}>{operation.summary}</h2>
      <p className="mt-1 break-all font-mono text-xs">
        {method} {path}
        {operation.security === undefined ? <span className="text-soft"> (no token)</span> : null}
      </p>
      {operation.description === undefined ? null : <p className="mt-2 max-w-3xl">{operation.description}</p>}
      {operation.parameters === undefined ? null : (
        <table className="facts mt-2">
          <caption className="sr-only">Parameters</caption>
          <thead>
            <tr>
              <th scope="col">Parameter</th>
              <th scope="col">In</th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {operation.parameters.map((parameter) => (
              <tr key={parameter.name}>
                <th scope="row" className="font-mono text-xs font-normal text-ink">
                  {parameter.name}
                </th>
                <td>{parameter.in}</td>
                <td>
                  {parameter.required === true ? '' : 'optional, '}
                  {typeWords(parameter.schema)}
                  {parameter.description === undefined ? '' : `. ${parameter.description}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {body === undefined ? null : (
        <p className="mt-2">
          Body: <SchemaLink schema={body} />
        </p>
      )}
      <table className="facts mt-2">
        <caption className="sr-only">Answers</caption>
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <th scope="col">When</th>
            <th scope="col">What it is</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(operation.responses).map(([code, { description, content }]) => {
            const schema = Object.values(content ?? {})[0]?.schema
            return (
              <tr key={code}>
                <th scope="row" className="font-mono text-xs font-normal text-ink">
                  {code}
                </th>
                <td>{description}</td>
                <td>{schema === undefined ? null : <SchemaLink schema={schema} />}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function SchemaLink({ schema }: { schema: ApiSchema }) {
  const name = nameOf(schema) ?? (schema.items === undefined ? null : nameOf(schema.items))
  return name === null ? typeWords(schema) : <a href={`#schema-${name}`}>{typeWords(schema)}</a>
}

/** The fields of an object; objects within it are set in. */
function Fields({ schema }: { schema: ApiSchema }) {
  if (schema.properties === undefined) return <p>{typeWords(schema)}</p>
  return (
    <dl className="mt-1">
      {Object.entries(schema.properties).map(([name, field]) => {
        const nested = field.properties === undefined ? field.items : field
        const bounds = boundWords(field)
        return (
          <div key={name} className="border-t border-rule py-1">
            <dt className="inline font-mono text-xs">{name}</dt>
            <dd className="ml-2 inline">
              <SchemaLink schema={field} />
              <span className="text-soft">
                {schema.required?.includes(name) === true ? '' : ', optional'}
                {bounds.length === 0 ? '' : `, ${bounds.join(', ')}`}
                {field.description === undefined ? '' : `. ${field.description}`}
              </span>
              {nested?.properties === undefined ? null : (
                <div className="pl-4">
                  <Fields schema={nested} />
                </div>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
