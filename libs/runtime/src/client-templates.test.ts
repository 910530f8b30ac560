import { type Client, standardResources } from '@clientele/client-schema';
import { type ClientTemplateMembers } from '@clientele/client-schema/resources/client-templates';
import { aTemplate } from '@clientele/client-schema/testing';
import { describe, expect, it } from 'vitest';
import { aRegisteredClient, serverWith } from './testing/server-with.js';

/** A server whose client has the template `partner`. */
async function partner(defaults: ClientTemplateMembers['defaults'], own: Partial<Client> = {}) {
  const world = await serverWith(aRegisteredClient({ client_template_id: 'partner', ...own }));
  const says = (values: ClientTemplateMembers['defaults']): void => {
    const templates = [...standardResources.client_templates, aTemplate({ defaults: values })];
    world.settings.records.client_templates = templates;
  };
  says(defaults);
  const ask = () => world.token({ grant_type: 'client_credentials' });
  return { ...world, says, ask };
}

describe('a client of a template', () => {
  it('[client_template_id] has the template’s values where it has none of its own', async () => {
    expect(await (await partner({ access_token_ttl: 60 })).ask()).toMatchObject({ expires_in: 60 });
    expect(await (await partner({ access_token_ttl: 60 }, { access_token_ttl: 30 })).ask()).toMatchObject({
      expires_in: 30,
    });
    expect(await (await partner({})).ask()).toMatchObject({ expires_in: 300 });
  });

  it('is refused what the template does not let it do', async () => {
    const { send } = await partner({ enabled: false });
    const query = new URLSearchParams({ client_id: 'app', response_type: 'code' });
    expect((await send('GET', `/authorize?${query.toString()}`)).status).toBe(400);
    const enabled = await partner({ enabled: false }, { enabled: true });
    expect(await enabled.ask()).toMatchObject({ token_type: 'Bearer' });
  });

  it('has the new value as soon as the template changes', async () => {
    const { says, ask, changes } = await partner({ access_token_ttl: 60 });
    expect(await ask()).toMatchObject({ expires_in: 60 });
    says({ access_token_ttl: 90 });
    changes.emit({ kind: 'server' });
    expect(await ask()).toMatchObject({ expires_in: 90 });
  });
});
