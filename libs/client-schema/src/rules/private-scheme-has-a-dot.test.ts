import { describe, expect, it } from 'vitest';
import { aClient, adviceOf, issuesOf } from '../testing.js';

describe('private-scheme-has-a-dot', () => {
  it('advises a reversed domain name as the scheme', () => {
    const client = aClient({ application_type: 'native', redirect_uris: ['myapp:/callback'] });
    expect(issuesOf(client)).toEqual([]);
    expect(adviceOf(client)).toContainEqual(
      expect.objectContaining({ pointer: '/redirect_uris/0', rule: 'private-scheme-has-a-dot' }),
    );
  });

  it('has nothing to say about one', () => {
    const client = aClient({ application_type: 'native', redirect_uris: ['com.example.app:/callback'] });
    expect(adviceOf(client)).not.toContainEqual(expect.objectContaining({ rule: 'private-scheme-has-a-dot' }));
  });
});
