import { type EffectiveClient } from '../client.js';
import { ok, rule, violation } from '../rule.js';
import { ours } from '../specs.js';
import { type LogoutMode } from '../vocabulary.js';

/** What the client needs for a mode: one of these. */
const needs = {
  oidc_back_channel: ['backchannel_logout_uri'],
  oidc_front_channel: ['frontchannel_logout_uri'],
  ping_front_channel: ['logout_uris', 'ping_access_logout_capable'],
} as const;
type Told = Exclude<LogoutMode, 'none'>;
const told = Object.keys(needs) as Told[];

export const logoutModeHasItsAddresses = rule({
  id: 'logout-mode-has-its-addresses',
  spec: ours('logout'),
  severity: 'error',
  reads: [
    'logout_mode',
    'backchannel_logout_uri',
    'frontchannel_logout_uri',
    'logout_uris',
    'ping_access_logout_capable',
  ],
  // Registration requests know no mode: the address that is written says it.
  settle: (client, _, asked) => {
    const possible = told.filter((mode) => has(mode, client));
    const wanted = possible.find((mode) => needs[mode].some((name) => asked.has(name)));
    const present = possible.find((mode) => mode === client.logout_mode);
    return { logout_mode: wanted ?? present ?? possible[0] ?? 'none' };
  },
  check: (client) =>
    client.logout_mode !== 'none' && !has(client.logout_mode, client)
      ? violation(`/${needs[client.logout_mode][0]}`, `must be given for the logout_mode ${client.logout_mode}`)
      : ok,
});

function has(mode: Told, client: Pick<EffectiveClient, (typeof needs)[Told][number]>): boolean {
  return needs[mode].some((name) => {
    const value = client[name];
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
  });
}
