/** Progress of longer steps, a line each. */
export type Tell = (line: string) => void
