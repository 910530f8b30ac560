import { ok, rule, violation } from '../rule.js';
import { originOf } from '../redirects.js';
import { frontChannelLogout } from '../specs.js';

export const logoutUrisStayWithTheClient = rule({
  id: 'logout-uris-stay-with-the-client',
  spec: frontChannelLogout('2'),
  severity: 'error',
  reads: ['frontchannel_logout_uri', 'redirect_uris'],
  check: ({ frontchannel_logout_uri: uri, redirect_uris }) =>
    uri !== undefined && !redirect_uris.some((redirect) => originOf(redirect) === originOf(uri))
      ? violation('/frontchannel_logout_uri', 'must have the scheme, host and port of a redirect URI')
      : ok,
});
