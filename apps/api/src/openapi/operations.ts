import { defaultSettings, type Json } from '@clientele/client-schema';
import { examples, pageOf } from './examples.js';
import { type Operations } from './operation.js';
import { clientFilterParameters } from './parameters.js';

const writes = ['ifMatch', 'dryRun'] as const;
const document = 'The whole document is validated; every fault is told at once.';

const clients: Operations = {
  createClient: {
    tag: 'Clients',
    summary: 'Create a client',
    description: `Creates a client. ${document} Where the client needs a secret and none is given, one is generated; the answer shows it, this once.`,
    parameters: ['dryRun', 'idempotencyKey'],
    body: { schema: 'ClientInput', example: examples.clientInput as unknown as Json },
    answers: {
      201: {
        description: 'The client, with its secret.',
        headers: ['ETag', 'Location'],
        body: { schema: 'ClientWithSecret', example: { ...examples.client, client_secret: examples.generated } },
      },
      200: {
        description: 'With `dry_run`: what would be stored.',
        body: { schema: 'ClientWithSecret', example: examples.client as unknown as Json },
      },
    },
    problems: ['alreadyExists', 'escalation', 'invalidDocument'],
  },
  listClients: {
    tag: 'Clients',
    summary: 'List clients',
    description: 'One page of clients. A walk along `next` meets every client that exists throughout, and none twice.',
    parameters: ['limit', 'after', 'q', 'sort', 'trashed', ...clientFilterParameters],
    answers: {
      200: {
        description: 'One page.',
        headers: ['Link'],
        body: { schema: 'ClientPage', example: pageOf(examples.client) },
      },
    },
  },
  getClient: {
    tag: 'Clients',
    summary: 'Read a client',
    description: 'What is stored, without its secret.',
    parameters: ['include', 'withTrashed', 'ifNoneMatch'],
    answers: {
      200: {
        description: 'The client.',
        headers: ['ETag'],
        body: { schema: 'Client', example: examples.client as unknown as Json },
      },
      304: { description: 'The client has not changed.', headers: ['ETag'] },
    },
  },
  replaceClient: {
    tag: 'Clients',
    summary: 'Create or replace a client',
    description: `Stores the client under the given id: the verb for configuration kept elsewhere. Fields that are left out have their default again; the secret stays unless a new one is given. ${document}`,
    parameters: ['ifMatch', 'createOnly', 'dryRun'],
    body: { schema: 'ClientInput', example: examples.clientInput as unknown as Json },
    answers: {
      200: {
        description: 'The client was replaced; or, with `dry_run`, what would be stored.',
        headers: ['ETag'],
        body: { schema: 'ClientWithSecret', example: examples.client as unknown as Json },
      },
      201: {
        description: 'The client was created.',
        headers: ['ETag', 'Location'],
        body: { schema: 'ClientWithSecret', example: { ...examples.client, client_secret: examples.generated } },
      },
    },
    problems: ['alreadyExists', 'escalation', 'stale', 'invalidDocument'],
  },
  patchClient: {
    tag: 'Clients',
    summary: 'Change a client',
    description: `Changes what the patch names: a merge patch (RFC 7396, null inherits or removes) or a JSON Patch (RFC 6902). ${document}`,
    parameters: [...writes],
    body: { kind: 'patch', schema: 'ClientPatch', example: examples.clientPatch },
    answers: {
      200: {
        description: 'The client after the change.',
        headers: ['ETag'],
        body: { schema: 'ClientWithSecret', example: { ...examples.client, revision: 2, access_token_ttl: 900 } },
      },
    },
    problems: ['conflict', 'escalation', 'stale', 'invalidDocument'],
  },
  deleteClient: {
    tag: 'Clients',
    summary: 'Delete a client',
    description: 'Refuses the client and its tokens at once. For 30 days it can be restored and its id stays reserved.',
    parameters: ['purge', 'ifMatch'],
    answers: { 204: { description: 'The client is deleted.' } },
    problems: ['systemObject', 'escalation', 'stale'],
  },
  restoreClient: {
    tag: 'Clients',
    summary: 'Restore a deleted client',
    description: 'Brings a deleted client back, if it still fulfils the rules.',
    parameters: ['ifMatch', 'idempotencyKey'],
    answers: {
      200: {
        description: 'The client.',
        headers: ['ETag'],
        body: { schema: 'Client', example: examples.client as unknown as Json },
      },
    },
    problems: ['conflict', 'escalation', 'stale', 'invalidDocument'],
  },
};

const secrets: Operations = {
  rotateClientSecret: {
    tag: 'Client secrets',
    summary: 'Give a client a new secret',
    description:
      'Makes a new secret and shows it, this once. The secrets before keep working for `client_secret_retention_ttl` seconds.',
    parameters: ['ifMatch', 'idempotencyKey'],
    body: { schema: 'SecretInput', example: { label: 'July deployment' }, optional: true },
    answers: {
      201: {
        description: 'The secret.',
        headers: ['ETag', 'Location'],
        body: { schema: 'FreshSecret', example: { ...examples.secret, client_secret: examples.generated } },
      },
    },
    problems: ['conflict', 'escalation', 'stale', 'invalidDocument'],
  },
  listClientSecrets: {
    tag: 'Client secrets',
    summary: 'List the secrets of a client',
    description: 'What is known of the secrets, newest first; never the secrets.',
    answers: {
      200: { description: 'The secrets.', body: { schema: 'SecretList', example: { items: [examples.secret] } } },
    },
  },
  endClientSecret: {
    tag: 'Client secrets',
    summary: 'End a secret',
    description: 'Ends one secret now, whatever its retention period.',
    parameters: ['ifMatch'],
    answers: { 204: { description: 'The secret no longer works.' } },
    problems: ['escalation', 'stale'],
  },
};

const settings: Operations = {
  getSettings: {
    tag: 'Settings',
    summary: 'Read the settings of the server',
    description: 'Every setting, with its value in force: what clients inherit, and what the server alone decides.',
    parameters: ['ifNoneMatch'],
    answers: {
      200: {
        description: 'The settings.',
        headers: ['ETag'],
        body: { schema: 'Settings', example: settingsExample(1) },
      },
      304: { description: 'The settings have not changed.', headers: ['ETag'] },
    },
  },
  patchSettings: {
    tag: 'Settings',
    summary: 'Change the settings of the server',
    description:
      'Changes what the patch names; null has the default again. Refused when a stored client would break a rule by it.',
    parameters: [...writes],
    body: { kind: 'patch', schema: 'SettingsPatch', example: examples.settingsPatch },
    answers: {
      200: {
        description: 'The settings after the change.',
        headers: ['ETag'],
        body: { schema: 'Settings', example: settingsExample(2) },
      },
    },
    problems: ['conflict', 'inUse', 'stale', 'invalidDocument'],
  },
};

function settingsExample(revision: number): Json {
  return {
    ...(defaultSettings as unknown as Record<string, Json>),
    revision,
    updated_at: '2026-01-15T09:30:00.000Z',
    updated_by: 'system',
  };
}

const scopes: Operations = {
  createScope: {
    tag: 'Scopes',
    summary: 'Create a scope',
    description: 'Creates a scope that clients can ask for.',
    parameters: ['dryRun', 'idempotencyKey'],
    body: { schema: 'ScopeInput', example: examples.scopeInput },
    answers: {
      200: {
        description: 'With `dry_run`: what would be stored.',
        body: { schema: 'Scope', example: examples.scope as unknown as Json },
      },
      201: {
        description: 'The scope.',
        headers: ['ETag', 'Location'],
        body: { schema: 'Scope', example: examples.scope as unknown as Json },
      },
    },
    problems: ['alreadyExists', 'invalidDocument'],
  },
  listScopes: {
    tag: 'Scopes',
    summary: 'List scopes',
    description: 'The scopes of the server, by name.',
    parameters: ['limit', 'after'],
    answers: {
      200: {
        description: 'One page.',
        headers: ['Link'],
        body: { schema: 'ScopePage', example: pageOf(examples.scope) },
      },
    },
  },
  getScope: {
    tag: 'Scopes',
    summary: 'Read a scope',
    description: 'One scope of the server.',
    parameters: ['ifNoneMatch'],
    answers: {
      200: {
        description: 'The scope.',
        headers: ['ETag'],
        body: { schema: 'Scope', example: examples.scope as unknown as Json },
      },
      304: { description: 'The scope has not changed.', headers: ['ETag'] },
    },
  },
  replaceScope: {
    tag: 'Scopes',
    summary: 'Create or replace a scope',
    description: 'Stores the scope under the given name. Members that are left out have their default again.',
    parameters: ['ifMatch', 'createOnly', 'dryRun'],
    body: { schema: 'ScopeReplacement', example: examples.scopeInput },
    answers: {
      200: {
        description: 'The scope was replaced.',
        headers: ['ETag'],
        body: { schema: 'Scope', example: examples.scope as unknown as Json },
      },
      201: {
        description: 'The scope was created.',
        headers: ['ETag', 'Location'],
        body: { schema: 'Scope', example: examples.scope as unknown as Json },
      },
    },
    problems: ['systemObject', 'stale', 'invalidDocument'],
  },
  patchScope: {
    tag: 'Scopes',
    summary: 'Change a scope',
    description: 'Changes what the patch names. Of a scope of the server itself only the description can change.',
    parameters: ['ifMatch', 'dryRun'],
    body: { kind: 'patch', schema: 'ScopePatch', example: { description: 'See and download your invoices' } },
    answers: {
      200: {
        description: 'The scope after the change.',
        headers: ['ETag'],
        body: { schema: 'Scope', example: examples.scope as unknown as Json },
      },
    },
    problems: ['conflict', 'systemObject', 'stale', 'invalidDocument'],
  },
  deleteScope: {
    tag: 'Scopes',
    summary: 'Delete a scope',
    description: 'Deletes a scope that no client lists.',
    parameters: ['ifMatch'],
    answers: { 204: { description: 'The scope is deleted.' } },
    problems: ['inUse', 'systemObject', 'stale'],
  },
};

const accounts: Operations = {
  createAccount: {
    tag: 'Accounts',
    summary: 'Create an account',
    description: 'Creates somebody who can sign in. A password that is not given is generated and shown, this once.',
    parameters: ['dryRun', 'idempotencyKey'],
    body: { schema: 'AccountInput', example: examples.accountInput as unknown as Json },
    answers: {
      200: {
        description: 'With `dry_run`: what would be stored.',
        body: { schema: 'Account', example: examples.account as unknown as Json },
      },
      201: {
        description: 'The account.',
        headers: ['ETag', 'Location'],
        body: {
          schema: 'AccountWithPassword',
          example: { ...examples.account, password: 'q3Vw9xKz1bTn5rPd7sLf2hGa' } as unknown as Json,
        },
      },
    },
    problems: ['alreadyExists', 'escalation', 'invalidDocument'],
  },
  listAccounts: {
    tag: 'Accounts',
    summary: 'List accounts',
    description: 'One page of accounts.',
    parameters: ['limit', 'after', 'username'],
    answers: {
      200: {
        description: 'One page.',
        headers: ['Link'],
        body: { schema: 'AccountPage', example: pageOf(examples.account) },
      },
    },
  },
  getAccount: {
    tag: 'Accounts',
    summary: 'Read an account',
    description: 'One account, without its password.',
    parameters: ['ifNoneMatch'],
    answers: {
      200: {
        description: 'The account.',
        headers: ['ETag'],
        body: { schema: 'Account', example: examples.account as unknown as Json },
      },
      304: { description: 'The account has not changed.', headers: ['ETag'] },
    },
  },
  replaceAccount: {
    tag: 'Accounts',
    summary: 'Replace an account',
    description: 'Replaces everything but the password, which stays unless a new one is given.',
    parameters: ['ifMatch', 'dryRun'],
    body: { schema: 'AccountInput', example: examples.accountInput as unknown as Json },
    answers: {
      200: {
        description: 'The account after the change.',
        headers: ['ETag'],
        body: { schema: 'Account', example: examples.account as unknown as Json },
      },
    },
    problems: ['alreadyExists', 'escalation', 'systemObject', 'stale', 'invalidDocument'],
  },
  patchAccount: {
    tag: 'Accounts',
    summary: 'Change an account',
    description: 'Changes what the patch names.',
    parameters: ['ifMatch', 'dryRun'],
    body: { kind: 'patch', schema: 'AccountPatch', example: { claims: { email: 'alice@example.com' } } },
    answers: {
      200: {
        description: 'The account after the change.',
        headers: ['ETag'],
        body: { schema: 'Account', example: examples.account as unknown as Json },
      },
    },
    problems: ['alreadyExists', 'conflict', 'escalation', 'systemObject', 'stale', 'invalidDocument'],
  },
  deleteAccount: {
    tag: 'Accounts',
    summary: 'Delete an account',
    description: 'Deletes an account for good, and revokes what it granted.',
    parameters: ['ifMatch'],
    answers: { 204: { description: 'The account is deleted.' } },
    problems: ['escalation', 'systemObject', 'stale'],
  },
};

const others: Operations = {
  listAccessTokenManagers: {
    tag: 'Access token managers',
    summary: 'List access token managers',
    description: 'The ways in which access tokens can look, by id.',
    parameters: ['limit', 'after'],
    answers: {
      200: {
        description: 'One page.',
        headers: ['Link'],
        body: { schema: 'AccessTokenManagerPage', example: pageOf(examples.manager) },
      },
    },
  },
  getAccessTokenManager: {
    tag: 'Access token managers',
    summary: 'Read an access token manager',
    description: 'One way in which access tokens can look.',
    parameters: ['ifNoneMatch'],
    answers: {
      200: {
        description: 'The access token manager.',
        headers: ['ETag'],
        body: { schema: 'AccessTokenManager', example: examples.manager },
      },
      304: { description: 'It has not changed.', headers: ['ETag'] },
    },
  },
  listGrants: {
    tag: 'Grants',
    summary: 'List grants',
    description: 'What users have granted clients, newest first.',
    parameters: ['limit', 'after', 'clientId', 'subject'],
    answers: {
      200: {
        description: 'One page.',
        headers: ['Link'],
        body: { schema: 'GrantPage', example: pageOf(examples.grant) },
      },
    },
  },
  getGrant: {
    tag: 'Grants',
    summary: 'Read a grant',
    description: 'What one user has granted one client.',
    answers: {
      200: { description: 'The grant.', body: { schema: 'Grant', example: examples.grant as unknown as Json } },
    },
  },
  revokeGrant: {
    tag: 'Grants',
    summary: 'Revoke a grant',
    description: 'Ends a grant; its refresh and access tokens are refused at once.',
    answers: { 204: { description: 'The grant is revoked.' } },
  },
  listReceipts: {
    tag: 'Receipts',
    summary: 'List refused requests',
    description: 'Why the token server refused requests, newest first.',
    parameters: ['limit', 'after', 'clientId'],
    answers: {
      200: {
        description: 'One page.',
        headers: ['Link'],
        body: { schema: 'ReceiptPage', example: pageOf(examples.receipt) },
      },
    },
  },
  getReceipt: {
    tag: 'Receipts',
    summary: 'Read why a request was refused',
    description: 'The refusal behind a code that a caller of the token server was told.',
    answers: {
      200: { description: 'The receipt.', body: { schema: 'Receipt', example: examples.receipt as unknown as Json } },
    },
  },
};

const operations: Operations = {
  getHealth: {
    tag: 'Operations',
    summary: 'Ask whether the process runs',
    description: 'Depends on nothing but the process.',
    answers: { 200: { description: 'It runs.', body: { schema: 'Status', example: { status: 'ok' } } } },
  },
  getReadiness: {
    tag: 'Operations',
    summary: 'Ask whether requests should be sent here',
    description: 'Ready are the database, its schema and the signing keys.',
    answers: { 200: { description: 'Yes.', body: { schema: 'Status', example: { status: 'ok' } } } },
    problems: ['unavailable'],
  },
  getMetrics: {
    tag: 'Operations',
    summary: 'Read the metrics of the process',
    description: 'Counters and histograms in the Prometheus text format.',
    answers: { 200: { description: 'The metrics.', text: 'text/plain' } },
  },
};

/** Every operation of the API, by the name of its handler. */
export const operationDocs: Operations = {
  ...clients,
  ...secrets,
  ...settings,
  ...scopes,
  ...accounts,
  ...others,
  ...operations,
};

/** Addresses of the console, which are no part of the API. */
export const undocumented: ReadonlySet<string> = new Set(['openConsole', 'getConsoleConfiguration']);

/** The groups of the reference, in its order. */
export const tags: readonly { name: string; description: string }[] = [
  { name: 'Clients', description: 'The applications that may ask for tokens.' },
  { name: 'Client secrets', description: 'How applications prove who they are.' },
  { name: 'Settings', description: 'What every client inherits.' },
  { name: 'Scopes', description: 'What applications may ask for.' },
  { name: 'Accounts', description: 'Who can sign in.' },
  { name: 'Access token managers', description: 'How access tokens look.' },
  { name: 'Grants', description: 'What users have granted.' },
  { name: 'Receipts', description: 'Why requests were refused.' },
  { name: 'Operations', description: 'What monitoring asks.' },
];
