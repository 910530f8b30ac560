import { type Issue } from '@clientele/client-schema';
import { problems } from '../../problems/problem-types.js';
import { Problem, refuse } from '../../problems/problem.js';
import { type Document } from './body.js';
import { type Operation, TooMuch, applyOperations, firstName, operationNames } from './json-patch.js';

/** A change to a document: a merge patch (RFC 7396) or a list of operations (RFC 6902). */
export type Patch =
  | { readonly kind: 'merge'; readonly document: Document }
  | { readonly kind: 'json'; readonly operations: readonly unknown[] };

/** More operations than any change of ours can need. */
const maxOperations = 1000;

/**
 * The document after the change. The given one stays as it is.
 * @returns the result and the top-level members that the change itself names
 * @throws Problem 400 for operations that are none, 409 where one does not fit the document or a test fails
 */
export function applyPatch(target: Document, patch: Patch): { result: Document; named: ReadonlySet<string> } {
  if (patch.kind === 'merge') {
    return { result: merged(target, patch.document) as Document, named: new Set(Object.keys(patch.document)) };
  }
  return changedBy(target, patch.operations);
}

/** RFC 7396 §2. */
function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Document = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}

function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function changedBy(target: Document, operations: readonly unknown[]): ReturnType<typeof applyPatch> {
  if (operations.length > maxOperations) {
    refuse(problems.malformedRequest, [
      { pointer: '', rule: 'json-patch', detail: `must have at most ${maxOperations} operations` },
    ]);
  }
  refuse(problems.malformedRequest, operations.flatMap(faultOf));
  const result = structuredClone(target);
  const checked = operations as readonly Operation[];
  const failed = firstThatFails(result, checked);
  if (failed !== undefined) {
    const operation = checked[failed]!;
    // RFC 5789 §2.2: a patch that does not fit the state of the resource is a conflict.
    throw new Problem(problems.conflict, {
      detail: `Operation ${failed} (${operation.op} ${operation.path}) does not fit the document; nothing was changed.`,
      errors: [{ pointer: operation.path, rule: `json-patch-${operation.op}`, detail: 'does not fit the document' }],
    });
  }
  const writes = checked
    .filter(({ op }) => op !== 'test')
    .flatMap(({ op, path, from }) => (op === 'move' ? [path, from!] : [path]));
  return { result, named: new Set(writes.map(firstName)) };
}

function firstThatFails(document: Document, operations: readonly Operation[]): number | undefined {
  try {
    return applyOperations(document, operations);
  } catch (cause) {
    if (!(cause instanceof TooMuch)) throw cause;
    const { op, path } = operations[cause.index]!;
    throw new Problem(problems.tooLarge, { detail: `The document becomes too large by ${op} ${path}.`, cause });
  }
}

function faultOf(operation: unknown, index: number): Issue[] {
  const fault = (detail: string): Issue[] => [{ pointer: `/${index}`, rule: 'json-patch', detail }];
  if (!isObject(operation)) return fault('must be an operation');
  const { op, path, from } = operation;
  if (!operationNames.some((name) => name === op)) return fault(`must have an op of ${operationNames.join(', ')}`);
  if (!isPointer(path)) return fault('must have a path that is a JSON pointer to a member');
  if ((op === 'move' || op === 'copy') && !isPointer(from)) return fault('must have a from that is a JSON pointer');
  if ((op === 'add' || op === 'replace' || op === 'test') && operation.value === undefined)
    return fault('must have a value');
  return [];
}

/** RFC 6901 §3, without the empty pointer: the whole document is what PUT replaces. */
function isPointer(value: unknown): value is string {
  if (typeof value !== 'string' || !/^(\/([^~/]|~[01])*)+$/.test(value)) return false;
  return !/\/(__proto__|constructor|prototype)(\/|$)/.test(value);
}
