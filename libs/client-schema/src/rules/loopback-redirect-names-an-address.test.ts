import { describe, expect, it } from 'vitest';
import { aClient, adviceOf, issuesOf } from '../testing.js';

describe('loopback-redirect-names-an-address', () => {
  it('advises a native client to name the address instead of localhost', () => {
    const client = aClient({ application_type: 'native', redirect_uris: ['http://localhost/callback'] });
    expect(issuesOf(client)).toEqual([]);
    expect(adviceOf(client)).toContainEqual(
      expect.objectContaining({ pointer: '/redirect_uris/0', rule: 'loopback-redirect-names-an-address' }),
    );
  });

  it('has nothing to say about 127.0.0.1', () => {
    const client = aClient({ application_type: 'native', redirect_uris: ['http://127.0.0.1/callback'] });
    expect(adviceOf(client)).not.toContainEqual(
      expect.objectContaining({ rule: 'loopback-redirect-names-an-address' }),
    );
  });
});
