import { rule, violation } from '../rule.js';
import { oidcCore } from '../specs.js';

const permissions = ['allow_unsigned_request_object', 'allow_unsigned_request_object_by_reference'] as const;

export const unsignedRequestObjectIsPermitted = rule({
  id: 'unsigned-request-object-is-permitted',
  spec: oidcCore('6.1'),
  severity: 'error',
  reads: [...permissions, 'request_object_signing_alg', 'require_signed_request_object'],
  check: (client, { settings }) => {
    const permitted = permissions.filter((name) => client[name]);
    const isNone = client.request_object_signing_alg === 'none';
    return [
      ...(isNone && client.require_signed_request_object
        ? [violation('/request_object_signing_alg', 'must not be none while require_signed_request_object is true')]
        : []),
      ...(isNone && !client.require_signed_request_object && permitted.length === 0
        ? [violation('/request_object_signing_alg', `must not be none unless ${permissions.join(' or ')} is true`)]
        : []),
      ...(settings.request_object_allowed_algs.includes('none')
        ? []
        : permitted.map((name) =>
            violation(`/${name}`, 'must be false while none is not among the server’s request_object_allowed_algs'),
          )),
    ];
  },
});
