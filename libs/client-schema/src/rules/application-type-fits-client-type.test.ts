import { describe, expect, it } from 'vitest';
import { aClient, issuesOf, patch } from '../testing.js';

describe('application-type-fits-client-type', () => {
  it('refuses a native application with the redirect rules of the web', () => {
    expect(issuesOf(aClient({ client_type: 'native', application_type: 'web' }))).toMatchObject([
      { pointer: '/application_type', rule: 'application-type-fits-client-type' },
    ]);
  });

  it('refuses a web application with the redirect rules of native ones', () => {
    expect(issuesOf(aClient({ client_type: 'web', application_type: 'native' }))).toMatchObject([
      { rule: 'application-type-fits-client-type' },
    ]);
  });

  it('lets a machine run as any kind of application', () => {
    const machine = { client_type: 'server_to_server', grant_types: ['client_credentials'] } as const;
    expect(issuesOf(aClient({ ...machine, grant_types: ['client_credentials'], application_type: 'native' }))).toEqual(
      [],
    );
  });

  it('follows the kind of application when only that is written', () => {
    expect(aClient({ client_type: 'native' })).toMatchObject({ application_type: 'native' });
  });

  it('leads the kind of application when only it is written, as registration requests do', () => {
    expect(aClient({ application_type: 'native' })).toMatchObject({ client_type: 'native' });
  });

  it('moves both when a change to a stored client names one', () => {
    const native = aClient({ client_type: 'native' });
    expect(patch(native, { client_type: 'web' })).toMatchObject({ client: { application_type: 'web' }, issues: [] });
    expect(patch(native, { application_type: 'web' })).toMatchObject({ client: { client_type: 'web' }, issues: [] });
  });
});
