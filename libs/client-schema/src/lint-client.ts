import { type Client } from './client.js';
import { type Issue } from './issue.js';
import { resolveClient } from './resolve-client.js';
import { type ClientPatch, type Rule, type Server } from './rule.js';
import { rules } from './rules/index.js';
import { settleClient } from './settle-client.js';
import { type Spec } from './specs.js';
import { adviseClient, validateClient } from './validate-client.js';

type Document = Readonly<Record<string, unknown>>;

/** What is wrong or unwise about a client, and where that is specified. */
export interface Finding extends Issue {
  readonly severity: Rule['severity'];
  /** Absent for the shape of a single field, which the field reference tells. */
  readonly spec?: Spec;
  /** A merge patch that leaves a valid client without this finding; absent: none is known. */
  readonly fix?: ClientPatch;
}

/**
 * Everything there is to say about a client that is stored: first faults, which rules or settings that became stricter
 * leave behind, then advice.
 */
export function lintClient(client: Document, server: Server): Finding[] {
  const errors = validateClient(client, server).map((issue) => finding(issue, 'error'));
  // Advice about a client that is at fault would rest on values that cannot stay.
  if (errors.length > 0) return errors;
  return adviseClient(client, server).map((issue) => {
    const fix = fixOf(issue.rule, client, server);
    return { ...finding(issue, 'advice'), ...(fix && { fix }) };
  });
}

function finding(issue: Issue, severity: Rule['severity']): Finding {
  const spec = ruleOf(issue.rule)?.spec;
  return { ...issue, severity, ...(spec && { spec }) };
}

/** The rule's fix, if the client that it leaves is valid and follows the advice. */
function fixOf(id: string, client: Document, server: Server): ClientPatch | undefined {
  const effective = resolveClient(client as unknown as Client, server);
  const patch = ruleOf(id)?.fix?.(effective, server);
  if (!patch) return undefined;
  const named = new Set(Object.keys(patch));
  const fixed = settleClient({ ...client, ...patch }, named, server);
  const works =
    validateClient(fixed, server, named).length === 0 && !adviseClient(fixed, server).some(({ rule }) => rule === id);
  return works ? patch : undefined;
}

function ruleOf(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
