export const dynamic = 'force-dynamic'

/** The least that a page of this framework costs. */
export default function Page() {
  return <p>hello</p>
}
