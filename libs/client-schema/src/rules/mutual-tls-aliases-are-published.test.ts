import { describe, expect, it } from 'vitest';
import { aClient, adviceOf, aServer } from '../testing.js';

const rule = 'mutual-tls-aliases-are-published';

describe('mutual-tls-aliases-are-published', () => {
  const client = aClient({
    tls_client_certificate_bound_access_tokens: true,
    use_mtls_endpoint_aliases: true,
  });

  it('tells that there are no addresses to use', () => {
    const server = aServer({ client_certificates: { terminations: ['direct'], aliases: false } });
    expect(adviceOf(client, server)).toContainEqual(
      expect.objectContaining({ pointer: '/use_mtls_endpoint_aliases', rule }),
    );
  });

  it('is content where there are', () => {
    expect(adviceOf(client).filter((advice) => advice.rule === rule)).toEqual([]);
  });
});
