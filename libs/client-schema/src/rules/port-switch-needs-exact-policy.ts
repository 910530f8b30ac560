import { ok, rule, violation } from '../rule.js';
import { rfc } from '../specs.js';

export const portSwitchNeedsExactPolicy = rule({
  id: 'port-switch-needs-exact-policy',
  spec: rfc(8252, '7.3'),
  severity: 'error',
  reads: ['application_type', 'redirect_uri_validation_policy_id', 'validate_port_on_loopback_interfaces'],
  check: ({ application_type, redirect_uri_validation_policy_id, validate_port_on_loopback_interfaces }) =>
    application_type !== 'native' &&
    redirect_uri_validation_policy_id !== 'exact' &&
    !validate_port_on_loopback_interfaces
      ? violation(
          '/validate_port_on_loopback_interfaces',
          'must be true with a redirect URI policy, which says itself whether ports are compared',
        )
      : ok,
});
