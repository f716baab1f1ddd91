import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  Pair,
  parseDocument,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import { Damage } from './damage'
import type { Fault, Path } from './fault'

/** Stands in the plain value where the text refers to an anchor that is not there; the fault has been reported. */
export const HOLE = Symbol('unresolved')

/** A definition's text as plain data, with what is wrong with the text itself. */
export interface Reading {
  value: unknown
  faults: Fault[]
  damage: Damage
  /** The line of the key at a path, or of the nearest thing above it that is there. */
  lineOf(path: Path): number | null
}

type Read = { ok: true; reading: Reading } | { ok: false; faults: Fault[] }

/**
 * Reads YAML (JSON is YAML). Text that cannot be taken apart is refused; a key that is there twice, one that is no
 * text and an anchor that is not there are faults beside which the rest is read on.
 */
export function readYaml(source: string): Read {
  const lines = new LineCounter()
  const lineAt = (offset: number): number => lines.linePos(offset).line
  // Keys are compared below: the parser's own comparison takes a time that grows with the square of their number.
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: false, logLevel: 'error' })
  if (document.errors.length > 0) {
    return {
      ok: false,
      faults: document.errors.map((error) => ({
        path: '',
        line: lineAt(error.pos[0]),
        code: 'yaml',
        message: error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? error.code,
      })),
    }
  }
  const { faults, damage } = repair(document, lineAt)
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    return { ok: true, reading: { value, faults, damage, lineOf: (path) => lineOf(document, path, lineAt) } }
  } catch (error) {
    // A bomb of anchors, or an anchor inside a key that was taken out.
    const message = error instanceof Error ? error.message : 'the document cannot be resolved'
    return { ok: false, faults: faults.length > 0 ? faults : [{ path: '', line: null, code: 'yaml', message }] }
  }
}

/** Reports what the text gets wrong and takes it out of the document, so that the rest can be looked at. */
function repair(document: Document, lineAt: (offset: number) => number): { faults: Fault[]; damage: Damage } {
  const faults: Fault[] = []
  const damage = new Damage()
  const report = (node: unknown, path: Path, message: string): void => {
    const line = isNode(node) && node.range ? lineAt(node.range[0]) : null
    faults.push({ path: path.map(String).join('.'), line, code: 'yaml', message })
  }
  const anchors = new Map<string, Node>()
  visit(document, {
    Node(key, node, above) {
      const path = [...pathOf(above), ...(typeof key === 'number' ? [key] : [])]
      if (isAlias(node)) {
        const anchored = anchors.get(node.source)
        if (anchored !== undefined && !above.includes(anchored)) return
        const how = anchored === undefined ? 'is not set before this line' : 'would hold itself'
        report(node, path, `the anchor ${node.source} ${how}`)
        return new Scalar(HOLE)
      }
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
      if (isMap(node)) keepTextKeys(node, path, report, damage)
      return undefined
    },
  })
  return { faults, damage }
}

type Report = (node: unknown, path: Path, message: string) => void

function keepTextKeys(map: YAMLMap, path: Path, report: Report, damage: Damage): void {
  const seen = new Set<string>()
  map.items = map.items.filter(({ key }) => {
    if (!isScalar(key)) {
      report(key, path, 'a key is plain text, not a list, a map or an alias')
      damage.addStrayKey(path)
      return false
    }
    const name = String(key.value)
    if (seen.has(name)) {
      report(key, [...path, name], `"${name}" is there twice`)
      damage.add([...path, name])
    }
    seen.add(name)
    return true
  })
}

/** The path to what lies below these nodes, from the keys of the pairs and the places in the lists among them. */
function pathOf(above: readonly (Document | Node | Pair)[]): PropertyKey[] {
  return above.flatMap((one, index) => {
    if (one instanceof Pair) return [isScalar(one.key) ? String(one.key.value) : '']
    const parent = above[index - 1]
    if (!isNode(one) || parent === undefined || !('items' in parent)) return []
    return [parent.items.indexOf(one as never)]
  })
}

function lineOf(document: Document, path: Path, lineAt: (offset: number) => number): number | null {
  const parent = path.length === 0 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (isMap(parent)) {
    const pair = parent.items.find((item) => String(item.key) === String(path.at(-1)))
    if (pair !== undefined && isNode(pair.key) && pair.key.range) return lineAt(pair.key.range[0])
  }
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return lineAt(node.range[0])
  }
  return null
}
