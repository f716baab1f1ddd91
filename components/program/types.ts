import type { DefinitionDto } from '@/lib/queries/programs'

export type Program = DefinitionDto['program']
export type Phase = Program['phases'][number]
export type Criterion = Phase['entry']['criteria'][number]
export type Check = Criterion['check']
export type Metric = Program['scoreboard']['metrics'][number]
export type Measure = Metric['measures'][number]
export type Limit = Measure['limits'][number]
export type FiringSignal = Program['killCriteria'][number]['signals'][number]
export type Surfaces = NonNullable<Program['surfaces']>
