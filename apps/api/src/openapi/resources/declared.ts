import {
  type AnyRecord,
  type AnyResource,
  type FieldGroup,
  type Json,
  fieldsOfResource,
  groupOptions,
  nounOf,
  resources,
} from '@clientele/client-schema';
import { completeRecord } from '@clientele/client-schema/resource';
import { resourceNames } from '../../admin/resources/resource-names.js';
import { type OperationDoc, type Resource, changed, created, done, found, onePage, stored } from '../resource.js';
import { declared, impact, input, instant, object, page, ref, revised, string, without } from '../shapes.js';

const exampleToken = 'pZ3Y0jJk5o2mR8vTq1wXbC7dE9fGhI4sLuNaOyKzV6M';

/** The resources that are declared in the client schema, each described by its declaration. */
export const declaredResources: readonly Resource[] = resources.map((resource) => describe(resource));

function describe(resource: AnyResource): Resource {
  const { title, intro } = groupOptions(resource.members as FieldGroup);
  const { type, operations } = resourceNames(resource);
  const noun = nounOf(resource);
  const aNoun = `${/^(?:[aeiou]|HTTP)/.test(noun) ? 'an' : 'a'} ${noun}`;
  const members = declared(resource.members as FieldGroup);
  const derived = derivedOf(resource);
  const shown = exampleOf(resource);
  const written = Object.fromEntries(Object.entries(shown).filter(([name]) => !derived.includes(name)));
  const writable = without(members, ...derived);
  const record = completeRecord(resource.members, shown) as unknown as Record<string, Json>;
  const read: Record<string, Json> = {
    ...record,
    revision: 1,
    system: false,
    used_by: 0,
    created_at: '2026-01-15T09:30:00.000Z',
    created_by: 'clientele-automation',
    updated_at: '2026-01-15T09:30:00.000Z',
    updated_by: 'clientele-automation',
  };
  const asRead = { schema: type, example: read } as const;
  const change = firstChange(resource, written);
  const system = systemSentence(resource);
  const inherited = inheritedSentence(resource);
  const asWritten = resource.inheritedMembers ? { ...asRead, schema: `Rehearsed${type}` } : asRead;

  const docs: Record<keyof typeof operations, OperationDoc> = {
    create: {
      summary: `Create ${aNoun}`,
      description: `Creates ${aNoun}.`,
      parameters: ['dryRun', 'idempotencyKey'],
      body: { schema: `${type}Input`, example: written },
      answers: created(
        noun,
        resource.bearer ? { schema: `Created${type}`, example: { ...read, token: exampleToken } } : asRead,
      ),
      problems: ['alreadyExists', 'invalidDocument'],
    },
    list: {
      summary: `List ${title.toLowerCase()}`,
      description: `${title} of the server, by \`${resource.id}\`.`,
      parameters: ['limit', 'after', 'text'],
      answers: onePage(`${type}Page`, read),
    },
    get: {
      summary: `Read ${aNoun}`,
      description: `One ${noun} of the server.`,
      parameters: ['ifNoneMatch'],
      answers: found(noun, asRead),
    },
    replace: {
      summary: `Create or replace ${aNoun}`,
      description: `Stores the ${noun} at its address. Members that are left out have their default again.${system}${inherited}`,
      parameters: ['ifMatch', 'createOnly', 'dryRun'],
      body: { schema: `${type}Replacement`, example: written },
      answers: stored(noun, asWritten),
      problems: ['inUse', 'systemObject', 'stale', 'invalidDocument'],
    },
    patch: {
      summary: `Change ${aNoun}`,
      description: `Changes what the patch names.${system}${inherited}`,
      parameters: ['ifMatch', 'dryRun'],
      body: { kind: 'patch', schema: `${type}Patch`, example: change },
      answers: changed(noun, asWritten),
      problems: ['conflict', 'inUse', 'systemObject', 'stale', 'invalidDocument'],
    },
    delete: {
      summary: `Delete ${aNoun}`,
      description: `Deletes ${aNoun} that no client, setting or other record names.`,
      parameters: ['ifMatch'],
      answers: done(`The ${noun} is deleted.`),
      problems: ['inUse', 'systemObject', 'stale'],
    },
  };
  const required = fieldsOfResource(resource).filter(({ options }) => options.required);
  const requiredNames = required.map(({ name }) => name);
  return {
    name: title,
    description: intro,
    operations: Object.fromEntries(
      Object.entries(docs).map(([verb, doc]) => [operations[verb as keyof typeof operations], doc]),
    ),
    schemas: {
      [type]: object(intro, {
        ...members,
        ...revised,
        used_by: {
          type: 'integer',
          minimum: 0,
          readOnly: true,
          description: 'How many clients name it, deleted ones among them.',
        },
        created_at: instant('When it was created, in UTC.'),
        created_by: { ...string('Who created it.'), readOnly: true },
      }),
      [`${type}Input`]: input(`${capital(aNoun)}, as it is written.`, writable, requiredNames),
      [`${type}Replacement`]: input(
        `${capital(aNoun)}, whole.`,
        writable,
        requiredNames.filter((name) => name !== resource.id),
      ),
      [`${type}Patch`]: input(`A change to ${aNoun}, RFC 7396.`, without(writable, resource.id)),
      [`${type}Page`]: page(type),
      ...(resource.bearer && {
        [`Created${type}`]: {
          description: `${capital(aNoun)} as its creation answers.`,
          allOf: [ref(type), object('What is shown this once.', { token: string('The token itself.') }, ['token'])],
        },
      }),
      ...(resource.inheritedMembers && {
        [`Rehearsed${type}`]: {
          description: `${capital(aNoun)} after a write.`,
          allOf: [ref(type), object('What a dry run adds.', { _impact: ref(`${type}Impact`) }, ['_impact'])],
        },
        [`${type}Impact`]: object(`Whom a change of ${aNoun} concerns.`, impact),
      }),
    },
  };
}

/** The members that the server reads out of the others. */
function derivedOf(resource: AnyResource): string[] {
  const fields = fieldsOfResource(resource).filter(({ options }) => options.access === 'read_only');
  return fields.map(({ name }) => name);
}

/** A record as its fields show it. */
function exampleOf(resource: AnyResource): Record<string, Json> {
  return Object.fromEntries(
    fieldsOfResource(resource).flatMap(({ name, options }) =>
      options.example === undefined ? [] : [[name, options.example]],
    ),
  );
}

function firstChange(resource: AnyResource, record: AnyRecord): Record<string, Json> {
  const name = Object.keys(record).find((member) => member !== resource.id)!;
  return { [name]: record[name] as Json };
}

function systemSentence({ standard, systemMembers }: AnyResource): string {
  if (standard.length === 0) return '';
  const members = systemMembers.map((name) => `\`${name}\``).join(', ');
  return members
    ? ` Of what is the server’s own, only ${members} can change.`
    : ` What is the server’s own stays as it is.`;
}

function inheritedSentence({ inheritedMembers }: AnyResource): string {
  return inheritedMembers
    ? ' Refused when a client that inherits from it would break a rule by it. With `dry_run` the answer has `_impact`: the clients that would have another value in force.'
    : '';
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
