/**
 * Compares the catalogue of settings with the product and writes docs/field-coverage.md:
 *
 *   pnpm coverage:fields [--check]
 *
 * A field is declared when the client schema has it; validated when a value that no setting can have is refused at its
 * name; in the form when it has a control; effective when a test against a running endpoint says so: its title begins
 * with the name in brackets, `[access_token_ttl] the next token has it`. A declared field without such a test is a
 * failure, since a setting that changes nothing is a defect. With `--check` nothing is written, and a page that differs
 * from what is found is a failure too.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';
import { Failure, root, run, script } from './run.mjs';

const page = join(root, 'docs/field-coverage.md');
const systems = ['boruta', 'pingfederate', 'curity', 'plusauth', 'oauth4webapi'];

/**
 * @typedef {object} Entry a setting of the catalogue
 * @property {string} name
 * @property {string} section
 * @property {string} group
 * @property {Record<string, string>} systems what it is called elsewhere
 */

/**
 * @typedef {object} Row
 * @property {Entry} entry
 * @property {boolean} declared
 * @property {boolean} validated
 * @property {string | undefined} control
 * @property {{ file: string, title: string } | undefined} proof
 */

await script(async () => {
  await run('tsc', ['-b', 'libs/client-schema']);
  const rows = await compare();
  const text = report(rows);
  const unproven = rows.filter(({ declared, proof }) => declared && !proof).map(({ entry }) => entry.name);
  if (process.argv.includes('--check')) {
    if (!existsSync(page) || readFileSync(page, 'utf8') !== text)
      throw new Failure('docs/field-coverage.md is out of date. Run `pnpm coverage:fields` and commit what it writes.');
  } else {
    writeFileSync(page, text);
  }
  if (unproven.length > 0) throw new Failure(`No test proves what these fields do: ${unproven.join(', ')}.`);
});

/** @returns {Promise<Row[]>} */
async function compare() {
  const { clientFields } = await import(join(root, 'libs/client-schema/dist/client.js'));
  const { clientShapeFaults } = await import(join(root, 'libs/client-schema/dist/shape.js'));
  const { serverSetMembers } = await import(join(root, 'libs/client-schema/dist/fields/general/audit.js'));
  const setByServer = new Set(serverSetMembers.map(({ name }) => name));
  const proofs = findProofs();
  /** @type {Entry[]} */
  const entries = parse(readFileSync(join(root, 'docs/field-catalogue.yaml'), 'utf8')).fields;
  const known = new Set(entries.map(({ name }) => name));
  const own = [...clientFields.values()]
    .filter(({ name }) => !known.has(name))
    .map(({ name, section, group }) => ({ name, section, group: group.name, systems: {} }));
  return [...entries, ...own].map((entry) => {
    const field = clientFields.get(entry.name);
    const ofServer = setByServer.has(entry.name);
    return {
      entry,
      declared: Boolean(field) || ofServer,
      // What the server sets nobody can get wrong.
      validated: ofServer || (Boolean(field) && isRefused(clientShapeFaults, entry.name)),
      control: ofServer ? 'read only' : field?.control,
      proof: proofs.get(entry.name),
    };
  });
}

/** Whether a value that no field can have is a fault at this one. */
function isRefused(clientShapeFaults, name) {
  const faults = clientShapeFaults({ client_name: 'Any', [name]: [[{ no: ['field', 'takes', 'this'] }]] });
  return faults.some(({ pointer }) => pointer === `/${name}` || pointer.startsWith(`/${name}/`));
}

/**
 * The tests whose titles begin with names of fields in brackets. Only tests against running endpoints count: those of
 * the schema say what may be stored, and not what it does.
 *
 * @returns {Map<string, { file: string, title: string }>}
 */
function findProofs() {
  const proofs = new Map();
  for (const file of ['libs/runtime/src', 'apps/api/src', 'e2e/libraries', 'e2e/journeys'].flatMap(testsIn)) {
    const source = readFileSync(file, 'utf8');
    // Every title is looked at: one without names must not hide the next.
    for (const [, quote = '', title = ''] of source.matchAll(
      /\b(?:it|test)(?:\.each(?:<[^]*?>)?\([^]*?\))?\(\s*(['"`])([^]*?)\1/g,
    )) {
      const names = /^(?:\[[\w, -]+\] ?)+/.exec(title)?.[0] ?? '';
      for (const [name] of names.matchAll(/[a-z][a-z0-9_]+/g))
        if (!proofs.has(name))
          proofs.set(name, {
            file: relative(root, file),
            title: title.slice(names.length).replaceAll(`\\${quote}`, quote),
          });
    }
  }
  return proofs;
}

/** @param {string} folder */
function testsIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(test|spec)\.ts$/.test(name))
    .toSorted()
    .map((name) => join(root, folder, name));
}

/** @param {Row[]} rows */
function report(rows) {
  const groups = Map.groupBy(rows, ({ entry }) => `${entry.section}/${entry.group}`);
  return [
    '<!-- Generated by `pnpm coverage:fields`. Do not edit. -->',
    '',
    '# Coverage of the field catalogue',
    '',
    'Every client setting of five systems, and whether this product has it. *Effective* names a test that sees the',
    'setting work at an endpoint of a running server.',
    '',
    '## By system',
    '',
    ...table(
      ['System', 'Settings', 'Declared', 'Effective'],
      [...systems, 'all'].map((system) => {
        const ofIt = system === 'all' ? rows : rows.filter(({ entry }) => system in entry.systems);
        return [system, ofIt.length, counted(ofIt, 'declared'), counted(ofIt, 'proof')];
      }),
    ),
    '',
    '## By group',
    '',
    ...table(
      ['Group', 'Settings', 'Declared', 'Effective'],
      [...groups].map(([name, ofIt]) => [name, ofIt.length, counted(ofIt, 'declared'), counted(ofIt, 'proof')]),
    ),
    ...[...groups].flatMap(([name, ofIt]) => [
      '',
      `## ${name}`,
      '',
      ...table(
        ['Field', 'Declared', 'Validated', 'In the form', 'Effective', 'Known elsewhere as'],
        ofIt.map(({ entry, declared, validated, control, proof }) => [
          `\`${entry.name}\``,
          mark(declared),
          mark(validated),
          control ?? '–',
          proof ? `${cell(proof.title)} (\`${proof.file}\`)` : '–',
          Object.entries(entry.systems)
            .map(([system, there]) => `${system}: ${cell(there)}`)
            .join('; ') || '–',
        ]),
      ),
    ]),
    '',
  ].join('\n');
}

function counted(rows, member) {
  const count = rows.filter((row) => row[member]).length;
  return `${count} (${Math.floor((100 * count) / rows.length)} %)`;
}

function mark(yes) {
  return yes ? 'yes' : '–';
}

function cell(text) {
  return String(text).replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
