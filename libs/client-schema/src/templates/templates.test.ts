import { describe, expect, it } from 'vitest';
import { type Client, clientFields } from '../client.js';
import { type Template } from '../template.js';
import { adviceOf, publicJwk, register } from '../testing.js';
import { clientTypes } from '../vocabulary.js';
import { templates } from './index.js';

/** What an administrator would answer; where this says nothing, the suggestion is taken. */
const answers: Record<string, Partial<Client>> = {
  web: { client_name: 'Shop', redirect_uris: ['https://shop.example.com/callback'] },
  single_page_application: { client_name: 'Board', redirect_uris: ['https://board.example.com/callback'] },
  native: { client_name: 'Command line' },
  server_to_server: { client_name: 'Billing worker', scope: 'payments' },
  financial: {
    client_name: 'Bank',
    redirect_uris: ['https://bank.example.com/callback'],
    jwks_uri: 'https://bank.example.com/jwks',
  },
};

function answered({ id, questions }: Template): Partial<Client> {
  let given = { ...answers[id] };
  for (const question of questions) given = { [question.field]: question.suggest?.(given), ...given };
  return given;
}

describe.each(templates.map((template) => [template.id, template] as const))('the template %s', (id, template) => {
  it('makes a client without fault or advice from plausible answers', () => {
    const { client, issues } = register({ ...template.defaults, ...answered(template) });
    expect(issues).toEqual([]);
    expect(adviceOf(client)).toEqual([]);
  });

  it('makes the kind of application that it is named after', () => {
    expect(template.defaults.client_type).toBe(id);
  });

  it('asks for real fields that it does not set itself, save to offer a choice', () => {
    for (const { field, offer } of template.questions) {
      expect(clientFields.has(field)).toBe(true);
      expect(field in template.defaults).toBe(offer !== undefined);
    }
  });
});

describe('the templates', () => {
  it('cover every kind of application', () => {
    expect(templates.map(({ id }) => id).toSorted()).toEqual([...clientTypes].toSorted());
  });

  it('let a machine choose a key instead of a secret', () => {
    const machine = templates.find(({ id }) => id === 'server_to_server');
    const withKey = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicJwk.p256()] } };
    expect(register({ ...machine?.defaults, client_name: 'Billing worker', ...withKey }).issues).toEqual([]);
  });
});
