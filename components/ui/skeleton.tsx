const ROWS = 12

/** Where a page will stand: a heading, a line, and rows of a table at their height, so that nothing jumps. */
export function Skeleton() {
  return (
    <div aria-busy="true" className="min-h-screen">
      <p role="status" className="sr-only">
        Loading
      </p>
      <div aria-hidden="true">
        <Bar className="h-5 w-48" />
        <Bar className="mt-3 h-3 w-80 max-w-full" />
        <div className="mt-6 border-t border-rule">
          {Array.from({ length: ROWS }, (_, row) => (
            // The rows are alike and never change places.
            <div key={row} className="flex h-[32px] items-center gap-8 border-b border-rule">
              <Bar className={`h-3 ${row % 3 === 0 ? 'w-56' : 'w-40'}`} />
              <Bar className="h-3 w-16" />
              <Bar className="ml-auto h-3 w-12" />
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

const Bar = ({ className }: { className: string }) => <div className={`bg-panel ${className}`} />
