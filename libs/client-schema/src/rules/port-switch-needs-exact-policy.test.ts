import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

const freePort = { validate_port_on_loopback_interfaces: false };
const policy = { redirect_uri_validation_policy_id: 'loopback-ports' };

describe('port-switch-needs-exact-policy', () => {
  it('refuses the switch beside a policy', () => {
    expect(issuesOf(aClient({ ...freePort, ...policy }))).toMatchObject([
      { pointer: '/validate_port_on_loopback_interfaces', rule: 'port-switch-needs-exact-policy' },
    ]);
  });

  it('accepts either alone, and both of a native client, whose ports are always free', () => {
    expect(issuesOf(aClient(freePort))).toEqual([]);
    expect(issuesOf(aClient(policy))).toEqual([]);
    const native = aClient({ application_type: 'native', redirect_uris: ['http://127.0.0.1/cb'], ...policy });
    expect(native.validate_port_on_loopback_interfaces).toBe(false);
    expect(issuesOf(native)).toEqual([]);
  });
});
