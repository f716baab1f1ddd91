/** A command: its arguments in, an exit code out. 0 yes, 1 no, 2 usage or I/O. */
export type Command = (args: string[]) => Promise<number>
