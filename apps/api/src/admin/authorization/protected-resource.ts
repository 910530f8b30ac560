import { type Config } from '../../configuration/config.js';
import { adminScopeNames } from './admin-scopes.js';

/** Where the metadata of this API are, RFC 9728 §3.1. */
export const protectedResourcePath = '.well-known/oauth-protected-resource';

/** What clients must know of this API before they get a token for it, RFC 9728 §2. */
export interface ProtectedResource {
  resource: string;
  authorization_servers: string[];
  scopes_supported: string[];
  bearer_methods_supported: string[];
  resource_name: string;
  resource_documentation: string;
}

export function protectedResourceOf({ issuer, adminUrl }: Pick<Config, 'issuer' | 'adminUrl'>): ProtectedResource {
  return {
    resource: adminUrl,
    authorization_servers: [issuer],
    scopes_supported: [...adminScopeNames],
    bearer_methods_supported: ['header'],
    resource_name: 'Clientele admin API',
    resource_documentation: `${adminUrl}/docs`,
  };
}

/** The challenge of RFC 6750 §3 that tells where to read on, RFC 9728 §5.1. */
export function challengeFrom({ adminUrl }: Pick<Config, 'adminUrl'>, error?: string): string {
  const metadata = `resource_metadata="${adminUrl}/${protectedResourcePath}"`;
  return `Bearer realm="clientele", ${error === undefined ? '' : `${error}, `}${metadata}`;
}
