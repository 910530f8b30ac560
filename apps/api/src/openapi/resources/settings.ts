import { type Json, type JsonSchema, defaultSettings } from '@clientele/client-schema';
import { clientJsonSchema } from '@clientele/client-schema/json-schema';
import { changed, found, resource } from '../resource.js';
import { impact, object, ref, revised, without } from '../shapes.js';

const { Settings, SettingsPatch } = clientJsonSchema();

const settingsAt = (revision: number, changes: Record<string, Json> = {}): Json => ({
  ...(defaultSettings as unknown as Record<string, Json>),
  ...changes,
  revision,
  updated_at: '2026-01-15T09:30:00.000Z',
  updated_by: 'system',
});

const change = { access_token_ttl: 600 };

export const settings = resource({
  name: 'Settings',
  description: 'What every client inherits.',
  operations: {
    getSettings: {
      summary: 'Read the settings of the server',
      description: 'Every setting, with its value in force: what clients inherit, and what the server alone decides.',
      parameters: ['ifNoneMatch'],
      answers: found('settings', { schema: 'Settings', example: settingsAt(1) }),
    },
    patchSettings: {
      summary: 'Change the settings of the server',
      description:
        'Changes what the patch names; null has the default again. Refused when a stored client would break a rule by it. With `dry_run` the answer has `_impact`: the clients that would have another value in force.',
      parameters: ['ifMatch', 'dryRun'],
      body: { kind: 'patch', schema: 'SettingsPatch', example: change },
      answers: changed('settings', { schema: 'RehearsedSettings', example: settingsAt(2, change) }),
      problems: ['conflict', 'inUse', 'stale', 'invalidDocument'],
    },
  },
  schemas: {
    Settings: {
      ...Settings,
      properties: { ...(Settings.properties as Record<string, JsonSchema>), ...without(revised, 'system') },
    },
    SettingsPatch,
    RehearsedSettings: {
      description: 'The settings after a change.',
      allOf: [ref('Settings'), object('What a dry run adds.', { _impact: ref('SettingsImpact') }, ['_impact'])],
    },
    SettingsImpact: object('Whom a change of the settings concerns.', {
      ...impact,
      server: {
        type: 'array',
        items: { type: 'string' },
        description: 'Settings that would have another value for all clients alike, as none inherits them.',
      },
    }),
  },
});
