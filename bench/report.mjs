import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, type } from 'node:os';
import { join } from 'node:path';
import { median, spread } from './measure.mjs';
import { pinned } from './server-process.mjs';

/** @typedef {'Clientele' | 'oidc-provider' | 'limit'} ServerName */

/**
 * @typedef {object} Results
 * @property {{ title: string, figures: Partial<Record<ServerName, number[]>> }[]} scenarios requests per CPU-second, by round
 * @property {Partial<Record<string, import('./startup.mjs').Start[]>>} starts by what was started
 * @property {Record<string, number>} rssAfter MiB, by server
 * @property {string} database
 * @property {number} clients how many the registry has
 * @property {string} command
 * @property {number} rounds
 * @property {number} seconds
 */

const readme = join(import.meta.dirname, 'README.md');

/**
 * The results as Markdown, readable as it is on a terminal.
 *
 * @param {Results} results
 */
export function report({ scenarios, starts, rssAfter, database, clients, command, rounds, seconds }) {
  const throughput = [
    ['requests per CPU-second', 'Clientele', 'oidc-provider', 'limit', '× peer', '× limit', 'spread'],
    ...scenarios.map(({ title, figures }) => {
      const { Clientele: ours, 'oidc-provider': peer, limit } = figures;
      const all = Object.values(figures).map(spread);
      return [
        title,
        rate(ours),
        rate(peer),
        rate(limit),
        ratio(ours, peer),
        ratio(ours, limit),
        percent(Math.max(...all)),
      ];
    }),
  ];
  const footprint = [
    ['start', 'ready, s', 'CPU until ready, s', 'RSS idle, MiB', 'RSS after the run, MiB'],
    ...Object.entries(starts).map(([name, values = []]) => {
      const middle = (key) => median(values.map((start) => start[key]));
      const after = rssAfter[name];
      return [
        name,
        middle('seconds').toFixed(2),
        middle('cpu').toFixed(2),
        middle('rss').toFixed(0),
        after?.toFixed(0) ?? '–',
      ];
    }),
  ];
  const where = pinned ? 'the server on one core and the load on another' : 'not pinned to cores';
  return [
    `${new Date().toISOString().slice(0, 10)}, ${machine()}, ${database} with ${clients} clients; ${where}; ${rounds} rounds of ${seconds} s. Reproduce with \`${command}\`.`,
    table(throughput),
    'In parentheses: microseconds of CPU per request. Spread: half the range of the rounds, as a part of their median, of the server where it is largest.',
    table(footprint),
  ].join('\n\n');
}

/**
 * Puts the results into README.md, in the place of the last ones.
 *
 * @param {string} text
 * @param {string} [place] which results they are
 */
export function writeReadme(text, place = 'results') {
  const begin = `<!-- ${place} -->`;
  const end = `<!-- /${place} -->`;
  const page = readFileSync(readme, 'utf8');
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${readme} has no place for results between ${begin} and ${end}`);
  writeFileSync(readme, `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`);
}

/** What the figures were taken on. */
export function machine() {
  return `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${type()}, Node ${process.versions.node}`;
}

/** @param {number[] | undefined} values */
function rate(values) {
  if (!values) return '–';
  const perSecond = median(values);
  // Three digits, as the rest is noise.
  const rounded = Number(perSecond.toPrecision(3)).toLocaleString('en').replaceAll(',', ' ');
  return `${rounded} (${Number((1e6 / perSecond).toPrecision(3))})`;
}

/** Of each round by itself: what slowed one server down in a round will have slowed down the other. */
function ratio(ours, theirs) {
  return ours && theirs ? median(ours.map((rate, round) => rate / theirs[round])).toFixed(2) : '–';
}

function percent(part) {
  return `± ${(100 * part).toFixed(0)} %`;
}

/**
 * A Markdown table as Prettier writes it: the first column to the left, figures to the right.
 *
 * @param {string[][]} rows the head first
 */
export function table([head = [], ...rows]) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const cell = (text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0));
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [head.map(cell), rule, ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
