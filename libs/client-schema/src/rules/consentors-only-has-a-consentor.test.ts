import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf } from '../testing.js';

describe('consentors-only-has-a-consentor', () => {
  const terms = { id: 'terms', name: 'Terms', text: 'Be kind.', enabled: true };
  const server = aServer({ consentors: [terms, { ...terms, id: 'old', enabled: false }] });

  it('refuses to leave the consent to nobody', () => {
    for (const [client, of] of [
      [aClient({ consentors_only: true }), aServer()],
      [aClient({ consentors_only: true, consentors: ['old'] }, server), server],
    ] as const) {
      expect(issuesOf(client, of)).toMatchObject([
        { pointer: '/consentors_only', rule: 'consentors-only-has-a-consentor' },
      ]);
    }
  });

  it('accepts a consentor of the client, or of the server', () => {
    expect(issuesOf(aClient({ consentors_only: true, consentors: ['terms'] }, server), server)).toEqual([]);
    expect(issuesOf(aClient({ consentors_only: true }, server), server)).toEqual([]);
    expect(issuesOf(aClient({ consentors: ['old'] }, server), server)).toEqual([]);
  });
});
