/** Next calls this once in every server process, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  if (process.env.NODE_ENV === 'production') (await import('@/lib/http/log')).logConsole()
  const { startJobs } = await import('@/lib/jobs/schedule')
  startJobs()
}
