const test = '\\.test\\.ts$';

/** What a layer's sources stand on, and its tests beyond that; a layer may always import itself. */
const layers = [
  { layer: 'spec', on: [], testsOn: [] },
  { layer: 'model', on: ['spec/'], testsOn: [] },
  { layer: 'properties', on: ['spec/', 'model/'], testsOn: ['providers/', 'reports/'] },
  { layer: 'providers', on: ['spec/'], testsOn: ['model/', 'properties/', 'reports/'] },
  {
    layer: 'reports',
    on: ['spec/', 'model/(verdict|story)\\.ts$'],
    testsOn: ['model/', 'properties/', 'providers/'],
  },
  {
    layer: 'suite',
    on: ['spec/', 'model/', 'properties/', 'reports/'],
    testsOn: ['providers/'],
  },
  { layer: 'threads', on: ['model/'], testsOn: ['spec/'] },
  { layer: 'pages', on: ['spec/', 'model/', 'reports/'], testsOn: ['cli/', 'properties/', 'providers/'] },
];

/** The two kinds of provider that are made of the model. */
const modelled = '^providers/(reference|faulty)';

const onlyThese = (paths) => `^(${paths.join('|')})`;
const ours = '^(spec|model|properties|providers|reports|suite|threads|pages|cli|bench|audit)/|^index\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers.flatMap(({ layer, on, testsOn }) => [
      {
        name: `${layer}-stands-on`,
        comment: `${layer} imports only ${[layer, ...on].join(', ')}`,
        severity: 'error',
        from: { path: `^${layer}/`, pathNot: layer === 'providers' ? [test, modelled] : test },
        to: { path: ours, pathNot: onlyThese([`${layer}/`, ...on]) },
      },
      {
        name: `${layer}-tests-stand-on`,
        comment: `tests of ${layer} import only ${[layer, ...on, ...testsOn].join(', ')}`,
        severity: 'error',
        from: { path: `^${layer}/.*${test}` },
        to: { path: ours, pathNot: onlyThese([`${layer}/`, ...on, ...testsOn]) },
      },
    ]),
    {
      name: 'modelled-providers-stand-on',
      comment: 'the reference and the faulty providers are made of the model, and of nothing above it',
      severity: 'error',
      from: { path: modelled, pathNot: test },
      to: { path: ours, pathNot: '^(providers|spec|model)/' },
    },
    {
      name: 'verdict-stands-on-spec',
      comment: 'reports know the types of verdicts and stories; these must not bring an engine with them',
      severity: 'error',
      from: { path: '^model/(verdict|story)\\.ts$' },
      to: { path: ours, pathNot: '^spec/|^model/verdict\\.ts$' },
    },
    {
      name: 'pages-without-engine',
      comment:
        'only the explorer has the model inside; what the pages share, and the others, show what they are given',
      severity: 'error',
      from: { path: '^pages/', pathNot: `^pages/explorer/|${test}` },
      to: { path: '^model/', pathNot: '^model/(verdict|story)\\.ts$' },
    },
    {
      name: 'nothing-imports-pages',
      comment: 'they run in a browser; what they were built into is read as a file',
      severity: 'error',
      from: { pathNot: '^pages/' },
      to: { path: '^pages/', pathNot: '^pages/build\\.js$' },
    },
    {
      name: 'nothing-imports-cli',
      severity: 'error',
      from: { pathNot: `^cli/|^pages/.*${test}` },
      to: { path: '^cli/' },
    },
    {
      name: 'nothing-imports-bench',
      severity: 'error',
      from: { pathNot: '^bench/' },
      to: { path: '^bench/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: {},
      to: { path: test },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'a file that imports nothing and that nothing imports',
      severity: 'error',
      from: {
        orphan: true,
        path: ours,
        pathNot: [
          test,
          '^(bench|audit)/',
          '^index\\.ts$',
          '^cli/main\\.ts$',
          '^suite/vitest\\.ts$',
          '^pages/.*/main\\.tsx$',
          '^pages/(build|pictures)\\.js$',
        ],
      },
      to: {},
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-dev-dependencies',
      comment: 'what is published imports only what its users get',
      severity: 'error',
      from: { path: ours, pathNot: [test, '^(bench|audit|pages)/'] },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['npm-peer', 'type-only'],
      },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(dist|coverage|reports/out|examples)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
};
