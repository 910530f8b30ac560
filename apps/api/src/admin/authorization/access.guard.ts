import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { Config } from '../../configuration/config.js';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { CallerIdentity, rememberCaller } from './caller.js';
import { FailedAuthorizations } from './failed-authorizations.js';
import { permissionOf } from './permissions.js';
import { challengeFrom } from './protected-resource.js';
import { TokenVerifier } from './token-verifier.js';

/** RFC 6750 §2.1: the token68 of the Bearer scheme, and nothing around it. */
const bearer = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/** Lets a request pass that carries an access token for this API with the scope that the route demands. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly failures: FailedAuthorizations,
    private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const permission = permissionOf(context.getHandler());
    if (permission === 'public') return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    // RFC 6750 §3.1: a request without credentials is told the scheme and no error.
    if (authorization === undefined) throw this.#unauthorized();
    const token = bearer.exec(authorization)?.[1];
    const verified = token === undefined ? undefined : await this.tokens.verifyAccessToken(token);
    if (!verified?.aud.includes(this.config.adminUrl)) {
      await this.failures.count(request.ip);
      throw this.#unauthorized('error="invalid_token", error_description="the access token is not valid here"');
    }

    const caller = new CallerIdentity(verified, this.config.clientVisibility);
    if (permission === undefined || !caller.may(permission)) throw this.#insufficientScope(permission ?? 'admin');
    rememberCaller(request, caller);
    return true;
  }

  #unauthorized(error?: string): Problem {
    return new Problem(problems.unauthorized, { headers: { 'www-authenticate': challengeFrom(this.config, error) } });
  }

  #insufficientScope(scope: string): Problem {
    const challenge = challengeFrom(this.config, `error="insufficient_scope", scope="${scope}"`);
    return new Problem(problems.insufficientScope, {
      detail: `The access token lacks the scope ${scope}.`,
      members: { scope },
      headers: { 'www-authenticate': challenge },
    });
  }
}
