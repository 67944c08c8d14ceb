/** The table of DESIGN section 4, enforced. `test/boundaries-canary` holds one planted violation that must be reported. */
const folder = (name) => `^(test/boundaries-canary/)?src/${name}/`;
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

/** May import only these folders of src, besides packages named in `npm`. */
function layer(name, allowed, extra = {}) {
  const others = ['core', 'ports', 'connectors', 'store', 'pipeline', 'server', 'simulate', 'cli'].filter(
    (other) => other !== name && !allowed.includes(other),
  );
  return forbid(
    `${name}-imports`,
    { path: folder(name), pathNot: '\\.test\\.ts$' },
    {
      path: [...others.map(folder), '^(test/boundaries-canary/)?src/(main|settings|compose-root)\\.ts$'],
      ...extra,
    },
    `${name} may import only ${[name, ...allowed].join(', ')}`,
  );
}

module.exports = {
  forbidden: [
    layer('core', []),
    layer('ports', ['core']),
    layer('connectors', ['ports', 'core']),
    layer('store', ['ports', 'core']),
    layer('pipeline', ['core', 'ports', 'store']),
    layer('server', ['pipeline', 'store', 'ports', 'core']),
    layer('simulate', ['pipeline', 'store', 'ports', 'core']),
    layer('cli', ['pipeline', 'store', 'ports', 'core', 'server', 'simulate', 'connectors']),
    forbid(
      'core-is-pure',
      { path: folder('core'), pathNot: '\\.(test|fixture)\\.ts$' },
      {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core', 'unknown', 'undetermined'],
        pathNot: '(zod|temporal-polyfill|libphonenumber-js|canonicalize|/yaml/|^yaml$|^(node:)?crypto$)',
      },
      'the core imports only itself and a short list of pure libraries',
    ),
    forbid(
      'ports-import-little',
      { path: folder('ports') },
      { dependencyTypes: ['npm', 'npm-dev'], pathNot: 'zod' },
      'ports know core/model and zod',
    ),
    forbid(
      'connectors-stand-alone',
      {
        path: '^(test/boundaries-canary/)?src/connectors/(voice|messaging|llm|notify|policy)/([^/]+)\\.ts$',
        pathNot: '\\.test\\.ts$',
      },
      {
        path: '^(test/boundaries-canary/)?src/connectors/(voice|messaging|llm|notify|policy)/',
        pathNot: '/\\$2\\.ts$',
      },
      'never another connector',
    ),
    forbid(
      'web-knows-the-api-only',
      { path: '^web/' },
      { path: '^src/', pathNot: '^src/(server/api/schemas|core/model)/' },
      'the dashboard sees the server only through the API schemas and the model they are made of',
    ),
    forbid(
      'no-cycles',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
      'no import cycles',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
