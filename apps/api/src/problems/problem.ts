import { type Issue } from '@clientele/client-schema';
import { type ProblemType, problems } from './problem-types.js';

export interface ProblemOptions {
  /** One sentence about this very occurrence. */
  detail?: string;
  /** Every fault, each with a pointer into the document that was sent. */
  errors?: readonly Issue[];
  headers?: Readonly<Record<string, string>>;
  /** Further members, RFC 9457 §3.2. */
  members?: Readonly<Record<string, unknown>>;
  /** Reaches only the log. */
  cause?: unknown;
}

/** A request that is refused. The filter writes it as application/problem+json; nothing else writes error bodies. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;

  constructor(
    readonly kind: ProblemType,
    readonly options: ProblemOptions = {},
  ) {
    super(options.detail ?? kind.title, { cause: options.cause });
    this.status = kind.status;
  }

  toJSON(): Record<string, unknown> {
    const { detail, errors, members } = this.options;
    return { ...this.kind, ...(detail && { detail }), ...(errors && { errors }), ...members };
  }
}

/** Throws when there is a fault, with all of them. */
export function refuse(kind: ProblemType, errors: readonly Issue[]): void {
  if (errors.length > 0) throw new Problem(kind, { errors, detail: summary(errors) });
}

export function notFound(what: string): Problem {
  return new Problem(problems.notFound, { detail: `There is no such ${what}.` });
}

/** A query parameter that cannot be used. */
export function badParameter(name: string, detail: string): Problem {
  return new Problem(problems.invalidParameter, {
    detail: `The parameter ${name} ${detail}.`,
    errors: [{ pointer: `/${name}`, rule: 'parameter', detail }],
  });
}

function summary(errors: readonly Issue[]): string {
  const [first, ...others] = errors;
  const words = `${first!.pointer || 'The document'} ${first!.detail}`;
  return others.length === 0 ? `${words}.` : `${words}; and ${others.length} more.`;
}
