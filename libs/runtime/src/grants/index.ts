import { agentCode } from './agent-code.js';
import { agentCredentials } from './agent-credentials.js';
import { authorizationCode } from './authorization-code.js';
import { clientCredentials } from './client-credentials.js';
import { type Grant } from './grant.js';
import { refreshToken } from './refresh-token.js';

/** The grants of the token endpoint; a new one is one file and one line. */
export const grants: ReadonlyMap<string, Grant> = new Map(
  [authorizationCode, clientCredentials, refreshToken, agentCredentials, agentCode].map((grant) => [grant.type, grant]),
);
