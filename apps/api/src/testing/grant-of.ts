import { randomUUID } from 'node:crypto';
import { type Grant } from '@clientele/runtime';

/** What Alice has granted a client. @param client its internal id */
export function grantOf(client: string, members: Partial<Grant> = {}): Grant {
  return {
    id: randomUUID(),
    client,
    sub: 'alice',
    session: null,
    sign_in_epoch: 1,
    scope: ['openid'],
    auth_time: 1_700_000_000,
    amr: ['pwd'],
    created_at: 1_700_000_000,
    renewed_at: 1_700_000_000,
    resources: [],
    authorization_details: [],
    claims: null,
    revoked_at: null,
    agent: null,
    confirmation: null,
    refresh: null,
    ...members,
  };
}
