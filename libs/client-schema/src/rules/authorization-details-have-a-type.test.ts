import { describe, expect, it } from 'vitest';
import { aClient, aServer, issuesOf, patch } from '../testing.js';

describe('authorization-details-have-a-type', () => {
  const record = { description: null, schema: { type: 'object' }, active: true } as const;
  const server = aServer({
    authorization_detail_types: [
      { ...record, type: 'payment' },
      { ...record, type: 'retired', active: false },
    ],
  });
  const asking = (...authorization_details_types: string[]) =>
    issuesOf(aClient({ allow_authorization_details: true, authorization_details_types }, server), server);

  it('refuses a client that may send details, but none of any active type', () => {
    for (const types of [[], ['retired']]) {
      expect(asking(...types)).toMatchObject([
        { pointer: '/authorization_details_types', rule: 'authorization-details-have-a-type' },
      ]);
    }
  });

  it('accepts one active type beside others, and a client that sends none', () => {
    expect(asking('payment', 'retired')).toEqual([]);
    expect(issuesOf(aClient({}, server), server)).toEqual([]);
  });

  it('keeps no types for a client that may send none', () => {
    const stored = aClient({ allow_authorization_details: true, authorization_details_types: ['payment'] }, server);
    const { client, issues } = patch(stored, { allow_authorization_details: false }, server);
    expect(issues).toEqual([]);
    expect(client.authorization_details_types).toEqual([]);
    expect(patch(aClient(), { authorization_details_types: ['payment'] }, server).issues).toMatchObject([
      { pointer: '/authorization_details_types', rule: 'field-applies' },
    ]);
  });
});
