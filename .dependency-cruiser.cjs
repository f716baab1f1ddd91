// Who may import whom (docs/architecture.md). Every rule is an error.
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphan',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.test\\.', '\\.d\\.ts$', '^cli/(signalbox|server)\\.mjs$', '^app/'] },
      to: {},
    },
    {
      name: 'domain-is-pure',
      comment: 'Rules do no I/O and know no framework, clock or database.',
      severity: 'error',
      from: { path: '^lib/domain/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^lib/domain/', '^node_modules/temporal-polyfill/'] },
    },
    {
      name: 'program-register-ingest-stand-on-domain',
      severity: 'error',
      from: { path: '^lib/(program|register|ingest)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(lib|app|components|cli|e2e)/', pathNot: ['^lib/domain/', '^lib/$1/', '^lib/register/'] },
    },
    {
      name: 'db-below-verbs',
      severity: 'error',
      from: { path: '^lib/db/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(lib/(verbs|queries|http|jobs)|app|components|cli|e2e)/' },
    },
    {
      name: 'auth-below-verbs',
      severity: 'error',
      from: { path: '^lib/auth/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(lib/(verbs|queries|http|jobs)|app|components|cli|e2e)/' },
    },
    {
      name: 'verbs-below-http',
      severity: 'error',
      from: { path: '^lib/verbs/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(lib/(queries|http|jobs)|app|components|cli|e2e)/' },
    },
    {
      name: 'queries-below-http',
      comment: 'Queries share the refusals of the verbs, and none of what they do.',
      severity: 'error',
      from: { path: '^lib/queries/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(lib/(verbs|http|jobs)|app|components|cli|e2e)/', pathNot: '^lib/verbs/refusal\\.ts$' },
    },
    {
      name: 'http-and-jobs-below-app',
      severity: 'error',
      from: { path: '^lib/(http|jobs)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(app|components|cli|e2e)/' },
    },
    {
      name: 'verbs-do-not-know-each-other',
      comment:
        'A noun of verbs may use the shared ground, not another noun; but what a decision does, what a board says of a ' +
        'risk, what a definition brings with it, and what an upload or the end of a window fires are changes of other ' +
        'nouns in one transaction.',
      severity: 'error',
      from: {
        path: '^lib/verbs/([^/]+)/',
        pathNot: [
          '\\.test\\.ts$',
          '^lib/verbs/decision/effects/',
          '^lib/verbs/program/',
          '^lib/verbs/upload/(signals|stops)\\.ts$',
          '^lib/verbs/window/escalate\\.ts$',
          '^lib/verbs/review/risk-outcome\\.ts$',
        ],
      },
      to: { path: '^lib/verbs/[^/]+/', pathNot: '^lib/verbs/$1/' },
    },
    {
      name: 'components-take-dtos',
      comment: 'Components know domain and the types of what they are given, nothing else of lib.',
      severity: 'error',
      from: { path: '^components/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(lib|app|cli|e2e)/', pathNot: '^lib/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'component-areas-stand-apart',
      severity: 'error',
      from: { path: '^components/([^/]+)/', pathNot: '^components/ui/' },
      to: { path: '^components/', pathNot: ['^components/$1/', '^components/ui/'] },
    },
    {
      name: 'ui-knows-no-area',
      severity: 'error',
      from: { path: '^components/ui/' },
      to: { path: '^components/', pathNot: '^components/ui/' },
    },
    {
      name: 'app-goes-through-verbs-and-queries',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^(lib/(domain|program|register|ingest)|cli|e2e)/' },
    },
    {
      name: 'prisma-client-in-its-room',
      severity: 'error',
      from: { pathNot: '^lib/db/' },
      to: { path: '^lib/db/generated/' },
    },
    {
      name: 'verifier-stands-alone',
      comment: 'Whoever checks a bundle needs no database, no framework and none of our verbs.',
      severity: 'error',
      from: { path: '^(cli/commands/verify\\.ts|lib/register/verify/bundle\\.ts)$' },
      to: {
        path: '^(lib/(db|verbs|queries|http|auth|jobs)|app|components)/|^node_modules/(next|pg|@prisma|prisma)/',
        reachable: true,
      },
    },
    {
      name: 'no-dev-dependency-at-run-time',
      severity: 'error',
      from: { path: '^(app|components|lib|cli)/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'lib/db/generated'] },
    exclude: { path: '\\.next/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
