import { type Client } from './client.js';
import { type Issue } from './issue.js';
import { resolveClient } from './resolve-client.js';
import { type ClientPatch, type Rule, type Server } from './rule.js';
import { rules } from './rules/index.js';
import { settleClient } from './settle-client.js';
import { type Spec } from './specs.js';
import { adviseClient, validateClient } from './validate-client.js';
import { type FapiProfile } from './vocabulary.js';

type Document = Readonly<Record<string, unknown>>;

/** What is wrong or unwise about a client, and where that is specified. */
export interface Finding extends Issue {
  readonly severity: Rule['severity'];
  /** Absent for the shape of a single field, which the field reference tells. */
  readonly spec?: Spec;
  /**
   * A merge patch that leaves a client without this finding; absent: none is known. That of advice leaves a valid client,
   * and those of faults may be taken together: what they leave is for the owner of the client to mend.
   */
  readonly fix?: ClientPatch;
}

/**
 * Everything there is to say about a client that is stored: first faults, which rules or settings that became stricter
 * leave behind, then advice.
 */
export function lintClient(client: Document, server: Server): Finding[] {
  const errors = faultsWithFixes(client, server);
  // Advice about a client that is at fault would rest on values that cannot stay.
  if (errors.length > 0) return errors;
  return adviseClient(client, server).map((issue) => finding(issue, 'advice', client, server));
}

/**
 * What keeps a client from a profile, were it held to it: choosing it sets what it leaves no choice in, and this is the
 * rest.
 */
export function missingForProfile(client: Document, fapi_profile: FapiProfile, server: Server): Finding[] {
  const named = new Set(['fapi_profile']);
  return faultsWithFixes(settleClient({ ...client, fapi_profile }, named, server), server);
}

function faultsWithFixes(client: Document, server: Server): Finding[] {
  return validateClient(client, server).map((issue) => finding(issue, 'error', client, server));
}

/** How many findings `lintClient` tells, without looking for what mends them. */
export function countFindings(client: Document, server: Server): number {
  return validateClient(client, server).length || adviseClient(client, server).length;
}

function finding(issue: Issue, severity: Rule['severity'], client: Document, server: Server): Finding {
  const spec = ruleOf(issue.rule)?.spec;
  const fix = fixOf(issue.rule, severity, client, server);
  return { ...issue, severity, ...(spec && { spec }), ...(fix && { fix }) };
}

/** The rule's fix, if it does what a finding promises of it. */
function fixOf(id: string, severity: Rule['severity'], client: Document, server: Server): ClientPatch | undefined {
  const effective = resolveClient(client as unknown as Client, server);
  const patch = ruleOf(id)?.fix?.(effective, server);
  if (!patch || Object.keys(patch).length === 0) return undefined;
  const named = new Set(Object.keys(patch));
  const fixed = settleClient({ ...client, ...patch }, named, server);
  const faults = validateClient(fixed, server, named);
  const left = severity === 'error' ? faults : [...faults.map(() => ({ rule: id })), ...adviseClient(fixed, server)];
  return left.some(({ rule }) => rule === id) ? undefined : patch;
}

function ruleOf(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
