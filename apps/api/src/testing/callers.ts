import { adminScopeNames } from '../admin/authorization/admin-scopes.js';
import { type AccessToken, TokenVerifier } from '../admin/authorization/token-verifier.js';
import { type AdminApi } from './admin-api.js';
import { type RunningServer } from './running-server.js';

/** Somebody at the admin API, as an access token of theirs says. */
export type Caller = Partial<Pick<AccessToken, 'sub' | 'client_id' | 'username' | 'scope'>>;

/** Takes every token for what it says of itself, so that a test may call in anybody's name. */
export class SaidToBe extends TokenVerifier {
  verifyAccessToken(token: string): Promise<AccessToken | undefined> {
    return Promise.resolve(JSON.parse(Buffer.from(token, 'base64url').toString()) as AccessToken);
  }
}

/** The Authorization header of a token that says this. */
export function tokenOf(token: AccessToken): string {
  return `Bearer ${Buffer.from(JSON.stringify(token)).toString('base64url')}`;
}

/** The admin API of a server that believes tokens, called by somebody; with every scope, unless said otherwise. */
export function as({ config, adminWith }: RunningServer, caller: Caller): AdminApi {
  const token: AccessToken = {
    sub: 'somebody',
    client_id: 'some-client',
    scope: adminScopeNames,
    ...caller,
    aud: [config.adminUrl],
    exp: 4_000_000_000,
    jti: 'any',
  };
  return adminWith(tokenOf(token));
}
