// The direction of dependencies: console → sdk, client-schema; api → storage → runtime → client-schema.
// Each package.json lists only what its place may use, so most of this cannot be written by accident; what is here
// also refuses a relative path out of a package, and a dependency added to the wrong package.json.

/** One part of the workspace, and the parts it may import. */
const place = (name, ...allowed) => ({
  name: `${name.split('/')[1]}-imports-only-its-own`,
  severity: 'error',
  from: { path: `^${name}/` },
  to: { path: '^(apps|libs|e2e|bench|scripts)/', pathNot: [name, ...allowed].map((part) => `^${part}/`) },
});

// A package that is not listed where it is imported does not resolve, and keeps its bare name.
const packages = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`;

const frameworks = [
  '@nestjs',
  '@fastify',
  'fastify',
  'express',
  'rxjs',
  'typeorm',
  'better-sqlite3',
  'pg',
  'ioredis',
  'redis',
  'react',
  'react-dom',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    place('libs/client-schema'),
    place('libs/runtime', 'libs/client-schema'),
    place('libs/storage', 'libs/runtime', 'libs/client-schema'),
    place('libs/sdk'),
    place('apps/api', 'libs/storage', 'libs/runtime', 'libs/client-schema'),
    place('apps/console', 'libs/sdk', 'libs/client-schema'),
    {
      name: 'client-schema-and-runtime-know-no-framework',
      severity: 'error',
      from: { path: '^libs/(client-schema|runtime)/' },
      to: {
        path: packages(...frameworks),
      },
    },
    {
      name: 'client-schema-runs-in-a-browser',
      severity: 'error',
      from: { path: '^libs/client-schema/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-tests-import-the-test-runner',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '(\\.test\\.tsx?$|/contracts/|/testing[./])' },
      to: { path: packages('vitest', '@playwright', 'fast-check') },
    },
    {
      name: 'no-cycles',
      comment: 'Entities may name each other’s types: what is gone after compilation cannot fail at load.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    exclude: { path: '^(apps|libs)/[^/]+/dist/' },
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    // Imports of types count too: they are how a layer learns about another.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@clientele/source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.json'],
    },
  },
};
