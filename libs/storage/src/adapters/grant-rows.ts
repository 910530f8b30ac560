import { type AgentBinding, type Confirmation, type Grant } from '@clientele/runtime/ports/index';
import { type GrantRow } from '../entities/grant.js';

export const grantColumns = `g.id, g.client, g.sub, g.sign_in_epoch, g.session, g.scope, g.resources, g.auth_time, g.amr, g.created_at, g.renewed_at,
  g.revoked_at,
  g.refresh_handle, g.refresh_generation, g.refresh_digest, g.refresh_issued_at, g.refresh_used_at, g.refresh_expires_at,
  g.refresh_sealed, g.agent, g.authenticator, g.confirmation, g.authorization_details, g.claims`;

export type PlainGrant = Omit<GrantRow, 'review_at'>;

export function toGrant(row: PlainGrant): Grant {
  return {
    id: row.id,
    client: row.client,
    sub: row.sub,
    sign_in_epoch: row.sign_in_epoch,
    session: row.session,
    scope: wordsOf(row.scope),
    resources: wordsOf(row.resources),
    auth_time: row.auth_time,
    amr: wordsOf(row.amr),
    ...(row.authenticator !== null && { authenticator: row.authenticator }),
    created_at: row.created_at,
    renewed_at: row.renewed_at,
    revoked_at: row.revoked_at,
    refresh:
      row.refresh_handle === null
        ? null
        : {
            handle: row.refresh_handle,
            generation: row.refresh_generation!,
            digest: row.refresh_digest!,
            issued_at: row.refresh_issued_at!,
            used_at: row.refresh_used_at!,
            expires_at: row.refresh_expires_at!,
            sealed: row.refresh_sealed,
          },
    confirmation: row.confirmation === null ? null : (JSON.parse(row.confirmation) as Confirmation),
    authorization_details:
      row.authorization_details === null
        ? []
        : (JSON.parse(row.authorization_details) as Grant['authorization_details']),
    claims: row.claims === null ? null : (JSON.parse(row.claims) as Grant['claims']),
    agent: row.agent === null ? null : (JSON.parse(row.agent) as AgentBinding),
  };
}

function wordsOf(text: string): string[] {
  return text === '' ? [] : text.split(' ');
}

/**
 * The longest that an access token and that an agent's lives, and a margin for clocks, in seconds: a grant is needed
 * that much longer.
 */
const afterlife = 86_400 + 3600;
const afterlifeOfAgents = 2_592_000 + 3600;

/** When a grant may have ended, in seconds since 1970. */
export function reviewAt(grant: Pick<Grant, 'renewed_at' | 'refresh' | 'agent'>): number {
  return Math.max(grant.renewed_at, grant.refresh?.expires_at ?? 0) + (grant.agent ? afterlifeOfAgents : afterlife);
}

/** The same in SQL, of a row as it is now. Authorization codes live ten minutes at most, access tokens a day. */
export const reviewAtNow = `(CASE WHEN coalesce(refresh_expires_at, 0) > renewed_at THEN refresh_expires_at
  ELSE renewed_at END + CASE WHEN agent IS NULL THEN ${afterlife} ELSE ${afterlifeOfAgents} END)`;
