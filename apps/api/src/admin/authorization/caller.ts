import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type Reach } from '@clientele/storage';
import { type ClientVisibility } from '../../configuration/config.js';
import { type AdminScope } from './admin-scopes.js';
import { type AccessToken } from './token-verifier.js';

/** Who makes a request of the admin API, and what they may do. */
export class CallerIdentity {
  readonly sub: string;
  readonly client_id: string;
  /** One text for whoever asks, by whichever client: what is kept for one caller is kept under it. */
  readonly id: string;
  /** When the access token expires, in seconds since 1970. */
  readonly expires_at: number;
  /** What the history calls them: the user’s name, or the client where no user is involved. */
  readonly name: string;
  readonly #scopes: ReadonlySet<string>;

  constructor(
    token: Pick<AccessToken, 'sub' | 'client_id' | 'username' | 'scope' | 'exp'>,
    private readonly visibility: ClientVisibility,
  ) {
    this.sub = token.sub;
    this.client_id = token.client_id;
    this.expires_at = token.exp;
    this.id = `${token.client_id} ${token.sub}`;
    this.name = token.username ?? token.client_id;
    this.#scopes = new Set(token.scope);
  }

  /** Whose clients the caller gets to see; what is not among them is for them as if it were not there. */
  get reach(): Reach {
    return this.seesAll ? {} : { visibleTo: this.sub };
  }

  /** Whether clients of other owners are there for the caller. */
  get seesAll(): boolean {
    return this.visibility === 'everyone' || this.may('clients:all');
  }

  /** Whether the token carries a scope; `admin` stands for all of them. */
  may(scope: AdminScope): boolean {
    return this.#scopes.has(scope) || this.#scopes.has('admin');
  }
}

const callers = new WeakMap<FastifyRequest, CallerIdentity>();

export function rememberCaller(request: FastifyRequest, caller: CallerIdentity): void {
  callers.set(request, caller);
}

export function callerOf(request: FastifyRequest): CallerIdentity {
  const caller = callers.get(request);
  if (!caller) throw new TypeError('the guard has not seen this request');
  return caller;
}

/** The one who makes the request. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
