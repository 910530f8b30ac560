import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Failure } from './run.mjs';

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // Missing or not ours to run: either way there is nothing here.
  }
}

/** The folders in which the shell looks for commands. */
export const commandFolders = () => (process.env.PATH ?? '').split(delimiter).filter(Boolean);

/** @param {string} command */
export const findCommand = (command) =>
  commandFolders()
    .map((folder) => join(folder, command))
    .find(isExecutable);

/**
 * Looks for something the tests need from outside the npm registry; where Debian's packages are at hand and this is
 * root, installs it and looks again.
 *
 * @template T
 * @param {string} name what it is called by people
 * @param {string} debianPackage
 * @param {() => T | undefined} find
 * @returns {T}
 */
export function findOrInstall(name, debianPackage, find) {
  const found = find() ?? (canInstall() ? install(debianPackage, find) : undefined);
  if (found === undefined) {
    throw new Failure(`The tests need ${name}: install it (on Debian and Ubuntu: apt-get install ${debianPackage}).`);
  }
  return found;
}

const canInstall = () => process.getuid?.() === 0 && findCommand('apt-get') !== undefined;

function install(debianPackage, find) {
  const apt = (...args) =>
    execFileSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', debianPackage);
  return find();
}
