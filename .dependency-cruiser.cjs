/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'steps-never-meet',
      comment: 'A step imports shared/ and its own folder; steps meet through messages.',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'workers-never-meet',
      comment: 'A worker imports the contract and its own folder, never another worker.',
      severity: 'error',
      from: { path: '^functions/workers/([^/]+)/' },
      to: { path: '^functions/workers/[^/]+/', pathNot: '^functions/workers/$1/' },
    },
    {
      name: 'aws-clients-stay-in-shared-aws',
      comment:
        'Every way out is a port; only its implementation knows an SDK. Local mode builds resources over the wire.',
      severity: 'error',
      from: { path: '^(functions|shared|operator)/', pathNot: '^shared/aws/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    {
      name: 'shared-is-below',
      comment: 'shared/ is used by the steps and knows none of them.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|local|operator|template|tests|bench)/' },
    },
    {
      name: 'nothing-imports-the-outer-ring',
      comment:
        'local/, operator/, tests/ and bench/ are outermost; local/ and operator/ meet at HTTP and endpoints.json.',
      severity: 'error',
      from: { path: '^(functions|shared|template|local|operator)/' },
      to: { path: '^(local|operator|tests|bench)/', pathNot: '^$1/' },
    },
    {
      name: 'no-step-knows-its-template',
      comment: 'template/ packages and reads what is deployed, for local mode and operators; no function knows it.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: '^template/' },
    },
    {
      name: 'the-app-runs-in-a-browser',
      comment: 'It knows the messages and what its server speaks; everything else is asked of that server.',
      severity: 'error',
      from: { path: '^operator/console/app/' },
      to: {
        path: '^(functions|shared|template|local|operator)/',
        pathNot: '^(shared/messages|operator/console/(app|protocol))/',
      },
    },
    {
      name: 'the-app-is-asked-over-http',
      comment: 'Nothing but the build touches the app; it would bring React to the terminal.',
      severity: 'error',
      from: { path: '^(functions|shared|local|operator)/', pathNot: '^operator/console/app/' },
      to: { path: '^operator/console/app/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What they import stands in bench/package.json, which a clone is checked without.
    exclude: { path: '^bench/(?:naive|idiomatic)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
