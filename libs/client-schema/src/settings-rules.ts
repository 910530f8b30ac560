import { type Settings, settingsFields } from './client.js';
import { inSeconds } from './in-seconds.js';
import { danglingReferences } from './dangling-references.js';
import { type Resources } from './resources/index.js';
import { type Violation, ok, violation } from './rule.js';
import { idleTimeExceedsLifetime } from './rules/grant-idle-time-within-lifetime.js';
import { ttlsWithMaximum } from './ttls-with-maximum.js';

/** What the rules of the settings may know of the server besides; a form that does not know it leaves it out. */
export type SettingsServer = Partial<Resources>;

/** A rule about the server's own settings. Without it every client would inherit a value that no client may have. */
export interface SettingsRule {
  readonly id: string;
  readonly reads: readonly (keyof Settings)[];
  check(settings: Settings, server: SettingsServer): Violation | readonly Violation[] | undefined;
}

const references = [...settingsFields.values()].filter(({ refersTo }) => refersTo !== undefined);

export const settingsRules: readonly SettingsRule[] = [
  {
    id: 'ttl-within-server-maximum',
    reads: ttlsWithMaximum.flat(),
    check: (settings) =>
      ttlsWithMaximum
        .filter(([ttl, maximum]) => settings[ttl] > settings[maximum])
        .map(([ttl, maximum]) =>
          violation(`/${ttl}`, `must be at most ${inSeconds(settings[maximum])}, the ${maximum}`),
        ),
  },
  {
    id: 'plain-pkce-is-allowed',
    reads: ['allowed_code_challenge_methods', 'disallow_plain_pkce'],
    check: ({ allowed_code_challenge_methods, disallow_plain_pkce }) =>
      disallow_plain_pkce && allowed_code_challenge_methods.includes('plain')
        ? violation('/allowed_code_challenge_methods', 'must not contain plain while disallow_plain_pkce is true')
        : ok,
  },
  {
    id: 'grant-idle-time-within-lifetime',
    reads: ['persistent_grant_max_lifetime', 'persistent_grant_idle_timeout'],
    check: (settings) =>
      idleTimeExceedsLifetime(settings)
        ? violation(
            '/persistent_grant_idle_timeout',
            `must be at most ${inSeconds(settings.persistent_grant_max_lifetime)}, the persistent_grant_max_lifetime`,
          )
        : ok,
  },
  {
    id: 'documents-get-common-scopes',
    reads: ['client_document_scopes'],
    check: ({ client_document_scopes }, { scopes = [] }) =>
      client_document_scopes.flatMap((name, index) =>
        scopes.some((scope) => scope.name === name && scope.kind === 'exclusive')
          ? [
              violation(
                `/client_document_scopes/${index}`,
                'must be a common scope: nobody has given strangers another',
              ),
            ]
          : [],
      ),
  },
  {
    id: 'referenced-records-exist',
    reads: references.map(({ name }) => name as keyof Settings),
    check: (settings, records) => danglingReferences(references, { ...settings }, records),
  },
];
