import { describe, expect, it } from 'vitest';
import { snippetsFor } from './snippets.js';

const metadata = {
  issuer: 'https://id.example.com',
  jwks_uri: 'https://id.example.com/jwks',
  token_endpoint: 'https://id.example.com/token',
  introspection_endpoint: 'https://id.example.com/introspect',
};
const base = { client_id: 'svc', client_name: 'Service' };
const idsOf = (client: object, format: 'jwt' | 'opaque' = 'jwt') =>
  snippetsFor({ ...base, ...client }, metadata, format).map(({ id }) => id);
const codeOf = (client: object, id: string) =>
  snippetsFor({ ...base, ...client }, metadata, 'jwt').find((snippet) => snippet.id === id)!.code;

describe('the snippets of a client', () => {
  it('follow its grants', () => {
    expect(idsOf({ grant_types: ['client_credentials'] })).toEqual([
      'openid-client-machine',
      'oauth4webapi-machine',
      'curl',
      'verify',
    ]);
    expect(idsOf({ grant_types: ['authorization_code'] }, 'opaque')).toEqual(['openid-client', 'oauth4webapi', 'curl']);
    expect(idsOf({ grant_types: ['agent_credentials'] })).toEqual(['openid-client-agent', 'curl-agent']);
    expect(idsOf({ grant_types: ['agent_code'] })).toEqual(['curl']);
    expect(idsOf({ grant_types: [] })).toEqual([]);
  });

  it('carry its own values, and its secret only by name', () => {
    const code = codeOf(
      { grant_types: ['authorization_code'], redirect_uris: ['https://shop.example.com/cb'], scope: 'openid email' },
      'openid-client',
    );
    expect(code).toContain("redirect_uri: 'https://shop.example.com/cb'");
    expect(code).toContain("scope: 'openid email'");
    expect(code).toContain('ClientSecretBasic(process.env.CLIENT_SECRET)');
  });

  it('authenticate as the client does', () => {
    const machine = { grant_types: ['client_credentials'] };
    const method = (token_endpoint_auth_method: string) => ({ ...machine, token_endpoint_auth_method });
    expect(codeOf(method('client_secret_post'), 'curl')).toContain('client_secret=$CLIENT_SECRET');
    expect(codeOf(method('private_key_jwt'), 'openid-client-machine')).toContain('client.PrivateKeyJwt(key)');
    expect(idsOf(method('private_key_jwt'))).not.toContain('curl');
  });

  it('connect with a certificate where the client has one, at the address for that', () => {
    const aliases = { mtls_endpoint_aliases: { token_endpoint: 'https://mtls.example.com/token' } };
    const machine = { ...base, grant_types: ['client_credentials' as const] };
    const client = { ...machine, token_endpoint_auth_method: 'tls_client_auth' as const };
    const [library, other, curl] = snippetsFor(client, { ...metadata, ...aliases }, 'jwt');
    expect(library).toMatchObject({ install: 'npm install openid-client undici' });
    expect(library!.code).toContain('client.TlsClientAuth()');
    expect(library!.code).toContain('{ [client.customFetch]: fetchWithCertificate }');
    expect(other!.code).toContain('use_mtls_endpoint_aliases: true');
    expect(curl!.code).toMatch(/^curl --cert client.pem --key client.key https:\/\/mtls.example.com\/token /);
    const bound = { ...machine, tls_client_certificate_bound_access_tokens: true };
    expect(snippetsFor(bound, metadata, 'jwt')[2]!.code).toMatch(/^curl --cert .+ https:\/\/id.example.com\/token /);
  });

  it.each([
    ['openid-client', 'client.buildAuthorizationUrlWithPAR(config, parameters)'],
    ['oauth4webapi', 'oauth.pushedAuthorizationRequest(as, client, clientAuth, parameters, options)'],
  ])('push requests with %s where the client or the server requires it', (id, call) => {
    const web = { ...base, grant_types: ['authorization_code' as const] };
    expect(codeOf({ ...web, require_pushed_authorization_requests: true }, id)).toContain(call);
    const everywhere = { ...metadata, require_pushed_authorization_requests: true };
    expect(snippetsFor(web, everywhere, 'jwt').find((snippet) => snippet.id === id)!.code).toContain(call);
    expect(codeOf(web, id)).not.toContain(call);
  });

  it('leave out what cannot prove a key, or sign with a secret', () => {
    expect(idsOf({ grant_types: ['client_credentials'], dpop_bound_access_tokens: true })).not.toContain('curl');
    const signing = { require_signed_request_object: true, request_object_signing_alg: 'HS256' };
    expect(idsOf({ grant_types: ['authorization_code'], ...signing })).toEqual(['curl', 'verify']);
  });

  it('quote what a program would read as its own', () => {
    const client = { grant_types: ['client_credentials'], client_id: "o'neil" };
    expect(codeOf(client, 'openid-client-machine')).toContain("'o\\'neil'");
  });
});
