import { type Client, type EffectiveClient, clientFields } from './client.js';
import { holds } from './conditions.js';
import { inherits } from './field.js';
import { type ClientTemplate } from './resources/client-templates.js';
import { type ServerState } from './rule.js';

type Document = Readonly<Record<string, unknown>>;

/** Where an effective value comes from. */
export type Origin = 'client' | 'template' | 'server' | 'default';

/** A value that is in force for a client, undefined where there is none, and where it comes from. */
export interface EffectiveValue {
  readonly value: unknown;
  readonly origin: Origin;
}

/** What clients inherit from: the template that they name, then the settings of the server. */
export type Layers = Pick<ServerState, 'settings' | 'client_templates'>;

/**
 * The client as the runtime sees it: its own values, else its template's, else the server's, else the field's default.
 * Nothing else reads all of them.
 */
export function resolveClient(client: Client, server: Layers): Readonly<EffectiveClient> {
  const template = templateValues(client, server);
  const effective: Record<string, unknown> = {};
  for (const { name, options } of clientFields.values()) {
    const { value } = layered(name, client, template, server);
    if (options.access !== 'write_only' && value !== undefined) effective[name] = value;
  }
  return Object.freeze(effective) as Readonly<EffectiveClient>;
}

/** Every field that may be shown, with its effective value. */
export function effectiveValues(client: Client, server: Layers): ReadonlyMap<string, EffectiveValue> {
  const template = templateValues(client, server);
  return new Map(
    [...clientFields.values()]
      .filter(({ options }) => options.access !== 'write_only')
      .map(({ name }) => [name, layered(name, client, template, server)]),
  );
}

/**
 * The effective value of one field.
 *
 * @throws TypeError if no client has such a field
 */
export function effectiveValue(client: Client, server: Layers, name: string): EffectiveValue {
  return layered(name, client, templateValues(client, server), server);
}

/** What a client has where it has no value of its own. */
export function inheritedValue(client: Client, server: Layers, name: string): EffectiveValue {
  return effectiveValue({ ...client, [name]: undefined }, server, name);
}

/** The template that a client names; undefined: it names none, or one that is gone. */
export function templateOf(
  { client_template_id: id }: { readonly client_template_id?: unknown },
  { client_templates }: Pick<Layers, 'client_templates'>,
): ClientTemplate | undefined {
  return id === undefined ? undefined : client_templates.find((template) => template.id === id);
}

/**
 * What a client takes from its template: values where it has none of its own, without those of fields that do not apply
 * to it, as if the template did not give them.
 */
function templateValues(client: Client, server: Layers): Document {
  const own = client as Document;
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(templateOf(client, server)?.defaults ?? {})) {
    if (value !== null && (own[name] ?? undefined) === undefined) values[name] = value;
  }
  for (;;) {
    const names = Object.keys(values);
    if (names.length === 0) return values;
    const effective = Object.fromEntries(
      [...clientFields.keys()].map((name) => [name, layered(name, client, values, server).value]),
    );
    const idle = names.filter((name) => {
      const condition = clientFields.get(name)?.options.visibleWhen;
      return condition && !holds(condition, effective);
    });
    if (idle.length === 0) return values;
    for (const name of idle) delete values[name];
  }
}

function layered(name: string, client: Client, template: Document, server: Layers): EffectiveValue {
  const field = clientFields.get(name);
  if (!field) throw new TypeError(`${name} is not a field of a client`);
  const own = (client as Document)[name] ?? undefined;
  if (own !== undefined) return { value: own, origin: 'client' };
  if (template[name] !== undefined) return { value: template[name], origin: 'template' };
  return inherits(field)
    ? { value: (server.settings as unknown as Document)[name], origin: 'server' }
    : { value: field.options.default, origin: 'default' };
}
