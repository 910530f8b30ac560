import { defaultSettings, standardResources } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { clientModel } from '../clients/client-model.js';
import { formValues } from './difference.js';
import { compareEdits } from './merge.js';

const client_certificates = { terminations: [], aliases: false };
const model = clientModel({
  ...standardResources,
  settings: defaultSettings,
  issuer: 'https://as.example',
  signing_algs: [],
  client_certificates,
});
const stored = { client_name: 'Billing', description: 'Old', access_token_ttl: 300 };
const base = formValues(model.fields, stored);

describe('two people editing one client', () => {
  it('contest the members that both changed to different values', () => {
    const current = { ...stored, client_name: 'Theirs', access_token_ttl: 600, description: 'Same' };
    const mine = { client_name: 'Mine', description: 'Same' };
    expect(compareEdits(model, base, mine, current)).toEqual({
      theirs: { access_token_ttl: 600 },
      contested: ['client_name'],
    });
  });
});
