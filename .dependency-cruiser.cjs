const test = '\\.test\\.ts$';

/** What a layer's sources stand on, and its tests beyond that; a layer may always import itself. */
const layers = [
  { layer: 'spec', on: [], testsOn: [] },
  { layer: 'model', on: ['spec/'], testsOn: [] },
  { layer: 'properties', on: ['spec/', 'model/'], testsOn: ['providers/', 'reports/'] },
  { layer: 'providers', on: ['spec/'], testsOn: ['model/', 'properties/', 'reports/'] },
  {
    layer: 'reports',
    on: ['spec/', 'model/verdict\\.ts$'],
    testsOn: ['model/', 'properties/', 'providers/'],
  },
  {
    layer: 'suite',
    on: ['spec/', 'model/', 'properties/', 'reports/'],
    testsOn: ['providers/'],
  },
];

/** The two kinds of provider that are made of the model. */
const modelled = '^providers/(reference|faulty)';

const onlyThese = (paths) => `^(${paths.join('|')})`;
const ours = '^(spec|model|properties|providers|reports|suite|cli|bench)/|^index\\.ts$';

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
      comment: 'reports know the verdict types; these must not bring an engine with them',
      severity: 'error',
      from: { path: '^model/verdict\\.ts$' },
      to: { path: ours, pathNot: '^spec/' },
    },
    {
      name: 'nothing-imports-cli',
      severity: 'error',
      from: { pathNot: '^cli/' },
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
        pathNot: [test, '^bench/', '^index\\.ts$', '^cli/main\\.ts$', '^suite/vitest\\.ts$'],
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
      from: { path: ours, pathNot: [test, '^bench/'] },
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
