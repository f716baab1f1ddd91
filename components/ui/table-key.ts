'use client'

import { useEffect, useState } from 'react'

/** Whether a chart shows as its table; the key t changes it, wherever nobody is typing. */
export function useTableKey(): [boolean, (asTable: boolean) => void] {
  const [asTable, setAsTable] = useState(false)
  useEffect(() => {
    const toggle = (event: KeyboardEvent): void => {
      const inField = event.target instanceof HTMLElement && event.target.closest('input, select, textarea') !== null
      if (event.key === 't' && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) setAsTable((was) => !was)
    }
    window.addEventListener('keydown', toggle)
    return () => window.removeEventListener('keydown', toggle)
  }, [])
  return [asTable, setAsTable]
}
