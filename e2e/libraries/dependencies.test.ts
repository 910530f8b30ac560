import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8');

/** The versions of a package that are installed. */
function versionsOf(name: string): string[] {
  const entry = new RegExp(`^  '?${name}@([^('\\s:]+)`, 'gm');
  return [...new Set([...lockfile.matchAll(entry)].map(([, version]) => version!))];
}

function isBelow(version: string, fixed: string): boolean {
  const [have, want] = [version, fixed].map((text) => text.split(/[.-]/).map(Number));
  const at = want!.findIndex((part, index) => part !== have![index]);
  return at >= 0 && have![at]! < want![at]!;
}

/** Packages that once verified, parsed or limited wrongly, and the release that no longer does. */
const fixedIn: readonly [name: string, fixed: string, flaw: string][] = [
  ['jose', '6.0.0', 'CVE-2024-28176: a compressed JWE exhausts the memory'],
  ['jsonwebtoken', '9.0.0', 'CVE-2022-23540: unsigned tokens pass'],
  ['fast-jwt', '5.0.6', 'CVE-2023-48223: a public key passes for a secret'],
  ['xml-crypto', '6.0.1', 'CVE-2025-29774: a signature is moved to other content'],
  ['samlify', '2.10.0', 'CVE-2025-47949: a signature is moved to other content'],
  ['qs', '6.14.1', 'CVE-2025-15284: arrays have no limit'],
  ['body-parser', '1.20.3', 'CVE-2024-45590: deep forms exhaust the server'],
  ['undici', '6.24.0', 'CVE-2026-1525: two lengths of one request'],
];

describe('[T-129] what the product is built from', () => {
  it.each(fixedIn)('has no %s before %s: %s', (name, fixed) => {
    expect(versionsOf(name).filter((version) => isBelow(version, fixed))).toEqual([]);
  });

  it('is told apart by version, be it earlier or later', () => {
    expect(versionsOf('jose')).not.toEqual([]);
    expect(['5.10.0', '6.0.0', '6.2.17', '10.0.0'].map((version) => isBelow(version, '6.0.0'))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('has a digest for each package, and comes from the registry alone', () => {
    const resolutions = [...lockfile.matchAll(/^    resolution: (.*)$/gm)].map(([, resolution]) => resolution!);
    expect(resolutions.length).toBeGreaterThan(100);
    expect(resolutions.filter((resolution) => !/^\{integrity: sha512-[\w+/=]+\}$/.test(resolution))).toEqual([]);
  });

  it('runs no script of a package when it is installed', () => {
    const builds = /^allowBuilds:\n((?:  .*\n)+)/m.exec(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'))?.[1];
    expect(
      builds
        ?.trim()
        .split('\n')
        .map((line) => line.split(': ')[1]),
    ).toEqual(['false', 'false', 'false']);
  });
});
