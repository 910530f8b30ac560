import { describe, expect, it } from 'vitest';
import { type GrantType, type ResponseType } from '../vocabulary.js';
import { aClient, issuesOf } from '../testing.js';

const id = 'response-type-fits-grant-types';
const faultsOf = (grant_types: GrantType[], response_types: ResponseType[]) =>
  issuesOf(aClient({ grant_types, restrict_response_types: true, response_types })).filter(({ rule }) => rule === id);

describe('response-type-fits-grant-types', () => {
  it('refuses the response type code without the code grant', () => {
    expect(issuesOf(aClient({ grant_types: ['client_credentials'], response_types: ['code'] }))).toContainEqual({
      pointer: '/response_types/0',
      rule: id,
      detail: 'must not be code without the grant type authorization_code or agent_code',
    });
  });

  it('accepts it with the code grant', () => {
    expect(issuesOf(aClient({ grant_types: ['authorization_code'], response_types: ['code'] }))).toEqual([]);
  });

  it.each(['id_token', 'id_token token', 'token'] as const)('refuses %s without the implicit grant', (type) => {
    expect(faultsOf(['authorization_code'], ['code', type])).toEqual([
      {
        pointer: '/response_types/1',
        rule: id,
        detail: `must not be ${type} without the grant type implicit`,
      },
    ]);
    expect(faultsOf(['implicit'], [type])).toEqual([]);
  });

  it.each(['code id_token', 'code token', 'code id_token token'] as const)('refuses %s without both grants', (type) => {
    expect(faultsOf(['authorization_code'], [type])).toHaveLength(1);
    expect(faultsOf(['implicit'], [type])).toHaveLength(1);
    expect(faultsOf(['authorization_code', 'implicit'], [type])).toEqual([]);
  });

  it('accepts none with any grant that has users', () => {
    expect(faultsOf(['authorization_code'], ['code', 'none'])).toEqual([]);
    expect(faultsOf(['implicit'], ['token', 'none'])).toEqual([]);
    expect(faultsOf(['client_credentials'], ['none'])).toHaveLength(1);
  });
});
