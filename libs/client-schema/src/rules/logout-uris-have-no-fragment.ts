import { rule, violation } from '../rule.js';
import { backChannelLogout } from '../specs.js';

export const logoutUrisHaveNoFragment = rule({
  id: 'logout-uris-have-no-fragment',
  spec: backChannelLogout('2.2'),
  severity: 'error',
  reads: ['frontchannel_logout_uri', 'backchannel_logout_uri', 'logout_uris'],
  check: ({ frontchannel_logout_uri, backchannel_logout_uri, logout_uris }) =>
    Object.entries({
      '/frontchannel_logout_uri': frontchannel_logout_uri,
      '/backchannel_logout_uri': backchannel_logout_uri,
      ...Object.fromEntries(logout_uris.map((uri, index) => [`/logout_uris/${index}`, uri])),
    }).flatMap(([pointer, uri]) => (uri?.includes('#') ? [violation(pointer, 'must not have a fragment')] : [])),
});
