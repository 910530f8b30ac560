import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const nativeClientIgnoresLoopbackPort = rule({
  id: 'native-client-ignores-loopback-port',
  spec: rfc(8252, '7.3'),
  severity: 'error',
  reads: ['application_type', 'validate_port_on_loopback_interfaces'],
  settle: ({ application_type }) =>
    application_type === 'native' ? { validate_port_on_loopback_interfaces: false } : {},
  check: ({ application_type, validate_port_on_loopback_interfaces }) =>
    application_type === 'native' && validate_port_on_loopback_interfaces
      ? violation(
          '/validate_port_on_loopback_interfaces',
          'must be false for a native client, which listens on any port',
        )
      : ok,
});
