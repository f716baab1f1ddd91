import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  parseDocument,
  Parser,
  Scalar,
  type YAMLMap,
} from 'yaml'
import { Damage } from './damage'
import type { Fault, Path } from './fault'

/** Stands in the plain value where the text refers to an anchor that is not there; the fault has been reported. */
export const HOLE = Symbol('unresolved')

/** A definition's text as plain data, with what is wrong with the text itself. */
interface Reading {
  value: unknown
  faults: Fault[]
  damage: Damage
  /** The line of the key at a path, or of the nearest thing above it that is there. */
  lineOf: (path: Path) => number | null
}

type Read = { ok: true; reading: Reading } | { ok: false; faults: Fault[] }

/**
 * Reads YAML (JSON is YAML). Text that cannot be taken apart is refused; a key that is there twice, one that is no
 * text and an anchor that is not there are faults beside which the rest is read on.
 */
export function readYaml(source: string): Read {
  if (isTooDeep(source)) return { ok: false, faults: [textFault(`lists and maps lie ${MAX_DEPTH} deep at most`)] }
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
  const repair = new Repair(lineAt)
  if (document.contents !== null) document.contents = repair.node(document.contents, []) as typeof document.contents
  const { faults, damage } = repair
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 })
    return { ok: true, reading: { value, faults, damage, lineOf: (path) => lineOf(document, path, lineAt) } }
  } catch (error) {
    // A bomb of anchors.
    const message = error instanceof Error ? error.message : 'the document cannot be resolved'
    return { ok: false, faults: [...faults, textFault(message)] }
  }
}

const textFault = (message: string): Fault => ({ path: '', line: null, code: 'yaml', message })

/** How deep lists and maps may lie in each other. The parser recurses, and deep enough it takes the process with it. */
const MAX_DEPTH = 60

/** Whether anything lies deeper than a definition ever does. Reads tokens, without recursion. */
function isTooDeep(source: string): boolean {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(source)) {
    for (const _ of parser.next(lexeme)) continue
    if (parser.stack.length > MAX_DEPTH) return true
  }
  return false
}

/** Finds what the text gets wrong and takes it out of the document, so that the rest can be looked at. */
class Repair {
  readonly faults: Fault[] = []
  readonly damage = new Damage()
  private readonly anchors = new Map<string, Node>()
  private readonly open = new Set<Node>()

  constructor(private readonly lineAt: (offset: number) => number) {}

  /** The node, or a hole for an alias that leads nowhere. Anchors count from where they stand, as in YAML. */
  node(node: Node, path: Path): Node {
    if (isAlias(node)) return this.alias(node, path)
    if (node.anchor !== undefined) this.anchors.set(node.anchor, node)
    this.open.add(node)
    if (isMap(node)) this.map(node, path)
    if (isSeq(node)) node.items = node.items.map((item, index) => this.below(item, [...path, index]))
    this.open.delete(node)
    return node
  }

  private below(value: unknown, path: Path): unknown {
    return isNode(value) ? this.node(value, path) : value
  }

  private alias(alias: Alias, path: Path): Node {
    const anchored = this.anchors.get(alias.source)
    if (anchored !== undefined && !this.open.has(anchored)) return alias
    const what = anchored === undefined ? 'is not set before this line' : 'holds itself'
    this.report(alias, path, `the anchor "${alias.source}" ${what}`)
    return new Scalar(HOLE)
  }

  private map(map: YAMLMap, path: Path): void {
    const seen = new Set<string>()
    const before = map.items.length
    map.items = map.items.filter((pair) => {
      if (!isScalar(pair.key)) {
        this.report(pair.key, path, 'a key is plain text, not a list, a map or an alias')
        return false
      }
      if (pair.key.anchor !== undefined) this.anchors.set(pair.key.anchor, pair.key)
      const name = String(pair.key.value)
      const here = [...path, name]
      if (seen.has(name)) {
        this.report(pair.key, here, `"${name}" is there twice`)
        this.damage.add(here)
      }
      seen.add(name)
      pair.value = this.below(pair.value, here)
      return true
    })
    if (map.items.length < before) this.damage.addStrayKey(path, seen)
  }

  private report(node: unknown, path: Path, message: string): void {
    const line = isNode(node) && node.range ? this.lineAt(node.range[0]) : null
    this.faults.push({ path: path.map(String).join('.'), line, code: 'yaml', message })
  }
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
