import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';

/** The strong entity tag of a revision, RFC 9110 §8.8.3. */
export function entityTag(revision: number): string {
  return `"${revision}"`;
}

/** What a request demands of the present state before it may change it, RFC 9110 §13.1. */
export class Precondition {
  constructor(
    private readonly ifMatch: string | undefined,
    private readonly ifNoneMatch: string | undefined,
  ) {}

  /** Whether the request depends on the revision, so that it must not be tried again on a newer one. */
  get isConditional(): boolean {
    return this.ifMatch !== undefined;
  }

  /** The revision that the request expects; the latest one, where it names several. */
  get expected(): number | undefined {
    const revisions = tagsIn(this.ifMatch ?? '').flatMap((tag) => /^"(\d{1,9})"$/.exec(tag)?.[1] ?? []);
    return revisions.length === 0 ? undefined : Math.max(...revisions.map(Number));
  }

  /** @param revision the present one; undefined: there is nothing at this address */
  holds(revision: number | undefined): boolean {
    return (
      (this.ifMatch === undefined || matchesStrongly(this.ifMatch, revision)) &&
      (this.ifNoneMatch === undefined || !matchesAny(this.ifNoneMatch, revision))
    );
  }
}

/** Of a request that writes whatever the present state is. */
export const unconditional = new Precondition(undefined, undefined);

/** @param since what has changed since the revision that the request expected, as far as that is kept */
export function stale(revision: number | undefined, since: Readonly<Record<string, unknown>> = {}): Problem {
  return new Problem(problems.stale, {
    detail: revision === undefined ? 'There is nothing at this address yet.' : `The present revision is ${revision}.`,
    members: { revision: revision ?? null, ...since },
    ...(revision !== undefined && { headers: { etag: entityTag(revision) } }),
  });
}

/** RFC 9110 §13.1.1 demands the strong comparison: a weak or malformed tag equals nothing. */
function matchesStrongly(header: string, revision: number | undefined): boolean {
  if (revision === undefined) return false;
  return header.trim() === '*' || tagsIn(header).includes(entityTag(revision));
}

/** RFC 9110 §13.1.2 permits the weak comparison. */
export function matchesAny(header: string, revision: number | undefined): boolean {
  if (revision === undefined) return false;
  return header.trim() === '*' || tagsIn(header.replaceAll('W/"', '"')).includes(entityTag(revision));
}

function tagsIn(header: string): string[] {
  return header.split(',').map((tag) => tag.trim());
}

/** The If-Match and If-None-Match headers of the request. */
export const Preconditions = createParamDecorator((_: unknown, context: ExecutionContext): Precondition => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return new Precondition(headers['if-match'], headers['if-none-match']);
});
