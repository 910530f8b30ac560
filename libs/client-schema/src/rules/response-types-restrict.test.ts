import { describe, expect, it } from 'vitest';
import { patch, register } from '../testing.js';

const code = {
  client_name: 'App',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://app.example.com/callback'],
};

describe('response-types-restrict', () => {
  it('takes a list of response types that is written alone as the whole list', () => {
    const { client, issues } = register({ ...code, response_types: ['code'] });
    expect(issues).toEqual([]);
    expect(client.restrict_response_types).toBe(true);
  });

  it('takes the words of a response type in any order, and each once', () => {
    const both = { ...code, grant_types: ['authorization_code', 'implicit'] };
    const { client, issues } = register({
      ...both,
      response_types: ['id_token code', 'token id_token code', 'code id_token', 'token token'],
    });
    expect(issues).toEqual([]);
    expect(client.response_types).toEqual(['code id_token', 'code id_token token', 'token']);
    expect(
      register({ ...both, restrict_response_types: true, response_types: ['code', 'code idtoken'] }).issues,
    ).toMatchObject([{ pointer: '/response_types/1', rule: 'is-in' }]);
  });

  it('leaves a client without a list unrestricted', () => {
    expect(register(code).client.restrict_response_types).toBe(false);
  });

  it('refuses a list while the restriction is switched off', () => {
    expect(register({ ...code, response_types: ['code'], restrict_response_types: false }).issues).toContainEqual(
      expect.objectContaining({ pointer: '/response_types', rule: 'response-types-restrict' }),
    );
  });

  it('drops the list when a change switches the restriction off', () => {
    const { client: restricted } = register({ ...code, response_types: ['code'] });
    const { client, issues } = patch(restricted, { restrict_response_types: false });
    expect(issues).toEqual([]);
    expect(client.response_types).toEqual([]);
  });
});
