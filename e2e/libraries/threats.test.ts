import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/threats.md'), 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| (T-\d{3}) .*\| (.*) \|$/gm)].map(([, id, tests]) => [
    id!,
    [...tests!.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path]) => path!),
  ]),
);
const tests = globSync('{libs,apps,e2e}/**/*.{test,spec}.{ts,tsx}', {
  cwd: root,
  exclude: (path) => ['node_modules', 'dist'].includes(basename(path)),
});

/** The files whose titles begin with an id in brackets, by id. */
const named = Map.groupBy(
  tests.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/['`]\[(T-\d{3}(?:, T-\d{3})*)\]/g)].flatMap(([, ids]) =>
      ids!.split(', ').map((id) => ({ id, path })),
    ),
  ),
  ({ id }) => id,
);

describe('docs/threats.md', () => {
  it('has a row for every id in a title, and no other', () => {
    expect(named.size).toBeGreaterThan(50);
    expect([...rows.keys()]).toEqual([...named.keys()].toSorted());
  });

  it.each([...rows])('names the tests of %s', (id, paths) => {
    expect(paths).toEqual([...new Set(named.get(id)?.map(({ path }) => path))].toSorted());
  });
});
