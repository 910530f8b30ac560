import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

describe('native-client-ignores-loopback-port', () => {
  it('switches the comparison of ports off for a native client', () => {
    expect(aClient({ application_type: 'native' }).validate_port_on_loopback_interfaces).toBe(false);
    expect(aClient().validate_port_on_loopback_interfaces).toBe(true);
  });

  it('refuses to switch it on again', () => {
    expect(issuesOf(aClient({ application_type: 'native', validate_port_on_loopback_interfaces: true }))).toMatchObject(
      [{ pointer: '/validate_port_on_loopback_interfaces', rule: 'native-client-ignores-loopback-port' }],
    );
  });
});
