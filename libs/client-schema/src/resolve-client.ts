import { type Client, type EffectiveClient, type Settings, clientFields } from './client.js';
import { inherits } from './field.js';

/** Where an effective value comes from. */
export type Origin = 'client' | 'server' | 'default';

/**
 * The client as the runtime sees it: its own values, else the server's, else the field's default. Nothing else reads
 * both.
 */
export function resolveClient(client: Client, server: Settings): Readonly<EffectiveClient> {
  const effective: Record<string, unknown> = {};
  for (const { name, options } of clientFields.values()) {
    const { value } = effectiveValue(client, server, name);
    if (options.access !== 'write_only' && value !== undefined) effective[name] = value;
  }
  return Object.freeze(effective) as Readonly<EffectiveClient>;
}

/**
 * The effective value of one field, undefined where there is none, and where it comes from.
 *
 * @throws TypeError if no client has such a field
 */
export function effectiveValue(client: Client, server: Settings, name: string): { value: unknown; origin: Origin } {
  const field = clientFields.get(name);
  if (!field) throw new TypeError(`${name} is not a field of a client`);
  const own = (client as Record<string, unknown>)[name] ?? undefined;
  if (own !== undefined) return { value: own, origin: 'client' };
  return inherits(field)
    ? { value: (server as unknown as Record<string, unknown>)[name], origin: 'server' }
    : { value: field.options.default, origin: 'default' };
}
