import { defaultSettings } from '@clientele/client-schema';
import { type Scope, type ServerState, SettingsStore } from '@clientele/runtime/ports/index';
import { type Database } from '../database/database.js';
import { AccessTokenManagerRow } from '../entities/access-token-manager.js';
import { ScopeRow } from '../entities/scope.js';
import { SettingsRow } from '../entities/settings.js';

export class DatabaseSettingsStore extends SettingsStore {
  constructor(private readonly database: Database) {
    super();
  }

  read(): Promise<ServerState> {
    return this.database.reading(async (rows) => {
      const { overrides } = await rows.findOneByOrFail(SettingsRow, { id: 1 });
      const scopes = await rows.find(ScopeRow, { order: { name: 'ASC' } });
      const managers = await rows.find(AccessTokenManagerRow, { order: { id: 'ASC' } });
      return {
        settings: { ...defaultSettings, ...overrides },
        scopes: scopes.map(toScope),
        access_token_managers: managers.map(({ id, name, format, signing_alg }) => ({ id, name, format, signing_alg })),
      };
    });
  }
}

export function toScope({ name, description, kind, claims, audience, roles }: Scope): Scope {
  return { name, description, kind, claims, audience, roles };
}
