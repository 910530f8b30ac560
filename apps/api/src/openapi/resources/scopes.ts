import { type Json } from '@clientele/client-schema';
import { ScopeFields } from '../../admin/scopes/scope-fields.js';
import { changed, created, done, found, onePage, resource, stored } from '../resource.js';
import { declared, input, object, page, revised, without } from '../shapes.js';

const members = declared(ScopeFields);

const scopeInput = {
  name: 'invoices:read',
  description: 'See your invoices',
  kind: 'exclusive',
  audience: 'https://api.example.com',
};
const scope: Record<string, Json> = {
  ...scopeInput,
  claims: [],
  roles: [],
  revision: 1,
  system: false,
  updated_at: '2026-01-15T09:30:00.000Z',
  updated_by: 'clientele-automation',
};
const asRead = { schema: 'Scope', example: scope } as const;

export const scopes = resource({
  name: 'Scopes',
  description: 'What applications may ask for.',
  operations: {
    createScope: {
      summary: 'Create a scope',
      description: 'Creates a scope that clients can ask for.',
      parameters: ['dryRun', 'idempotencyKey'],
      body: { schema: 'ScopeInput', example: scopeInput },
      answers: created('scope', asRead),
      problems: ['alreadyExists', 'invalidDocument'],
    },
    listScopes: {
      summary: 'List scopes',
      description: 'The scopes of the server, by name.',
      parameters: ['limit', 'after'],
      answers: onePage('ScopePage', scope),
    },
    getScope: {
      summary: 'Read a scope',
      description: 'One scope of the server.',
      parameters: ['ifNoneMatch'],
      answers: found('scope', asRead),
    },
    replaceScope: {
      summary: 'Create or replace a scope',
      description: 'Stores the scope under the given name. Members that are left out have their default again.',
      parameters: ['ifMatch', 'createOnly', 'dryRun'],
      body: { schema: 'ScopeReplacement', example: scopeInput },
      answers: stored('scope', asRead),
      problems: ['systemObject', 'stale', 'invalidDocument'],
    },
    patchScope: {
      summary: 'Change a scope',
      description: 'Changes what the patch names. Of a scope of the server itself only the description can change.',
      parameters: ['ifMatch', 'dryRun'],
      body: { kind: 'patch', schema: 'ScopePatch', example: { description: 'See and download your invoices' } },
      answers: changed('scope', asRead),
      problems: ['conflict', 'systemObject', 'stale', 'invalidDocument'],
    },
    deleteScope: {
      summary: 'Delete a scope',
      description: 'Deletes a scope that no client lists.',
      parameters: ['ifMatch'],
      answers: done('The scope is deleted.'),
      problems: ['inUse', 'systemObject', 'stale'],
    },
  },
  schemas: {
    Scope: object('A scope of the server.', { ...members, ...revised }),
    ScopeInput: input('A scope, as it is written.', members, ['name']),
    ScopeReplacement: input('A scope, whole.', members),
    ScopePatch: input('A change to a scope, RFC 7396.', without(members, 'name')),
    ScopePage: page('Scope'),
  },
});
