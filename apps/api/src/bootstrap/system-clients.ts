import { adminScopeNames } from '../admin/authorization/admin-scopes.js';
import { type Document } from '../admin/http/body.js';

/** A client that the server itself depends on. */
export interface SystemClient {
  readonly client_id: string;
  /** Members that follow from the configuration; every start restores them and nobody else writes them. */
  readonly pinned: Document;
  /** The other members as they are at the first start; administrators may change them. */
  readonly initial: Document;
}

export const consoleClientId = 'clientele-console';
export const automationClientId = 'clientele-automation';

/** The console: signs administrators in. A public client, so its tokens are short-lived. */
export function consoleClient(adminUrl: string): SystemClient {
  return {
    client_id: consoleClientId,
    pinned: {
      enabled: true,
      client_type: 'single_page_application',
      application_type: 'web',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: [`${adminUrl}/console/callback`],
      post_logout_redirect_uris: [`${adminUrl}/console/`, `${adminUrl}/console/signed-out`],
      skip_logout_consent: true,
      allowed_origins: [new URL(adminUrl).origin],
      require_pkce: true,
      scope: ['openid', 'profile', ...adminScopeNames].join(' '),
      first_party: true,
    },
    initial: {
      client_name: 'Clientele console',
      description: 'The web console of this server.',
      access_token_ttl: 300,
      refresh_token_ttl: 3600,
    },
  };
}

/** Scripts and pipelines: may do everything, and is what a first token is asked for with. */
export function automationClient(): SystemClient {
  return {
    client_id: automationClientId,
    pinned: {
      client_type: 'server_to_server',
      grant_types: ['client_credentials'],
      scope: adminScopeNames.join(' '),
    },
    initial: {
      client_name: 'Automation',
      description: 'Scripts and pipelines that use the admin API.',
      token_endpoint_auth_method: 'client_secret_basic',
      additional_token_endpoint_auth_methods: ['client_secret_post'],
      access_token_ttl: 300,
    },
  };
}

export function systemClients(adminUrl: string): readonly SystemClient[] {
  return [consoleClient(adminUrl), automationClient()];
}

/** The members of a system client that nobody but the server writes. */
export function pinnedMembers(client_id: string): string[] {
  // Which members are pinned does not depend on the address.
  const client = systemClients('http://localhost').find((one) => one.client_id === client_id);
  return Object.keys(client?.pinned ?? {});
}
