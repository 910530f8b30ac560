import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/threats.md'), 'utf8');
const rows = [...page.matchAll(/^\| (T-\d{3}) /gm)].map(([, id]) => id!);
const tests = globSync('{libs,apps,e2e}/**/*.{test,spec}.{ts,tsx}', {
  cwd: root,
  exclude: (path) => ['node_modules', 'dist'].includes(basename(path)),
});

/** The ids in brackets that titles name. */
const named = new Set(
  tests.flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(/\[(T-\d{3}(?:, T-\d{3})*)\]/g)].flatMap(([, ids]) =>
      ids!.split(', '),
    ),
  ),
);

describe('docs/threats.md', () => {
  it('has a row for every id that the title of a test names, and no other', () => {
    expect(named.size).toBeGreaterThan(50);
    expect(rows).toEqual([...named].toSorted());
  });
});
