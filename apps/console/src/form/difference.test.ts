import { defaultSettings, standardResources } from '@clientele/client-schema';
import { describe, expect, it } from 'vitest';
import { clientModel } from '../clients/client-model.js';
import { asSent, changesInWords, formValues, mergePatch } from './difference.js';

const model = clientModel({
  ...standardResources,
  settings: defaultSettings,
  issuer: 'https://as.example',
  signing_algs: ['RS256'],
  client_certificates: { terminations: [], aliases: false },
});
const base = formValues(model.fields, {
  client_id: 'billing',
  client_name: 'Billing',
  grant_types: ['authorization_code'],
  redirect_uris: ['https://app.example.com/callback'],
  access_token_ttl: 600,
});

describe('the merge patch of a form', () => {
  it('names the edited members and no others', () => {
    expect(mergePatch(model, base, { ...base, client_name: 'Invoices' })).toEqual({ client_name: 'Invoices' });
  });

  it('says null for a value that is inherited again', () => {
    expect(mergePatch(model, base, { ...base, access_token_ttl: null })).toEqual({ access_token_ttl: null });
  });

  it('is empty when an edit was taken back', () => {
    expect(mergePatch(model, base, { ...base, redirect_uris: ['https://app.example.com/callback'] })).toEqual({});
  });

  it('leaves out what was typed into a field that no longer applies', () => {
    const values = { ...base, redirect_uris: ['https://new.example.com/cb'], grant_types: ['client_credentials'] };
    expect(mergePatch(model, base, values)).toEqual({ grant_types: ['client_credentials'] });
  });
});

describe('what is sent of it', () => {
  it('names with null what was taken out of an object, and nothing that stayed', () => {
    const before = { extra_metadata: { team: 'a', room: '1', floor: '2' }, redirect_uris: ['https://a.example/cb'] };
    const after = { extra_metadata: { team: 'b', room: '1' }, redirect_uris: [] };
    expect(asSent(before, after)).toEqual({ extra_metadata: { team: 'b', floor: null }, redirect_uris: [] });
    expect(asSent({ extra_metadata: null }, { extra_metadata: { team: 'b' } })).toEqual({
      extra_metadata: { team: 'b' },
    });
  });
});

describe('a difference in words', () => {
  it('tells durations in their unit and inherited values with their origin', () => {
    const inherits = { ...base, access_token_ttl: null };
    expect(changesInWords(model, inherits, { access_token_ttl: 900 })).toEqual([
      {
        name: 'access_token_ttl',
        label: 'Access token lifetime',
        before: '5 minutes (inherited)',
        after: '15 minutes',
      },
    ]);
  });

  it('tells records by their names, with the id where several have the name', () => {
    const server = { ...standardResources, settings: defaultSettings, issuer: 'https://as.example' };
    const own = (id: string, name: string) => ({ ...standardResources.access_token_managers[0]!, id, name });
    const access_token_managers = [own('am-1', 'For the shop'), own('am-2', 'Opaque'), own('am-3', 'Opaque')];
    const named = clientModel({
      ...server,
      access_token_managers,
      signing_algs: ['RS256'],
      client_certificates: { terminations: [], aliases: false },
    });
    const words = (before: string | null, after: string | null) =>
      changesInWords(
        named,
        { ...base, default_access_token_manager_id: before },
        { default_access_token_manager_id: after },
      )[0];
    expect(words('am-1', 'am-2')).toMatchObject({ before: 'For the shop', after: 'Opaque (am-2)' });
    expect(words('am-1', 'gone')).toMatchObject({ before: 'For the shop', after: 'gone' });
  });

  it('tells a flag as on or off and an emptied list as none', () => {
    const changes = changesInWords(model, base, { enabled: false, redirect_uris: [] });
    expect(changes.map(({ before, after }) => `${before} → ${after}`)).toEqual([
      'on → off',
      'https://app.example.com/callback → none',
    ]);
  });
});
