import { discoveryUrl } from '../../server/discovery.js';
import { type Metadata, type Snipped, type Snippet, provesKey, showsCertificate } from './snippet.js';

/** The credentials of a request as arguments of curl; undefined where a shell cannot make them. */
function curlAuth(client: Snipped): string | undefined {
  switch (client.token_endpoint_auth_method) {
    case 'client_secret_jwt':
    case 'private_key_jwt':
    case 'none':
      return undefined;
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return `--data-urlencode 'client_id=${client.client_id}'`;
    case 'client_secret_post':
      return `--data-urlencode 'client_id=${client.client_id}' \\\n  --data-urlencode "client_secret=$CLIENT_SECRET"`;
    default:
      // RFC 6749 §2.3.1: the client ID goes through form encoding before it goes into the header.
      return `--user "${encodeURIComponent(client.client_id)}:$CLIENT_SECRET"`;
  }
}

/** The beginning of a command: the address, and the certificate for it. */
function curlOf(
  endpoint: 'token_endpoint' | 'introspection_endpoint',
  client: Snipped,
  { [endpoint]: address, mtls_endpoint_aliases }: Metadata,
): string {
  return showsCertificate(client)
    ? `curl --cert client.pem --key client.key ${mtls_endpoint_aliases?.[endpoint] ?? address}`
    : `curl ${address}`;
}

export function curlGrant(
  client: Snipped,
  metadata: Metadata,
  grant: 'client_credentials' | 'agent_credentials',
): Snippet | undefined {
  const auth = curlAuth(client);
  // Nor does a shell make the proof of a key.
  if (!auth || provesKey(client)) return undefined;
  const scope = client.scope ? ` \\\n  --data-urlencode 'scope=${client.scope}'` : '';
  return {
    id: grant === 'agent_credentials' ? 'curl-agent' : 'curl',
    title: grant === 'agent_credentials' ? 'curl for an agent' : 'curl',
    code: `${curlOf('token_endpoint', client, metadata)} \\
  ${auth} \\
  -d grant_type=${grant}${scope}
`,
  };
}

export function curlDiscovery({ issuer }: Metadata): Snippet {
  return { id: 'curl', title: 'curl', code: `# Everything this server can do\ncurl ${discoveryUrl(issuer)}\n` };
}

export function curlIntrospect(client: Snipped, metadata: Metadata): Snippet | undefined {
  const auth = curlAuth(client);
  if (!auth || !metadata.introspection_endpoint) return undefined;
  return {
    id: 'introspect',
    title: 'Introspect a token',
    code: `${curlOf('introspection_endpoint', client, metadata)} \\
  ${auth} \\
  --data-urlencode "token=$ACCESS_TOKEN"
`,
  };
}
