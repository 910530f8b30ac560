import { SystemClock } from '@clientele/runtime';
import { DiscoveryService } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { pino } from 'pino';
import { createAdminApplication } from './admin/admin-application.js';
import { permissionOf } from './admin/authorization/permissions.js';
import { type Permission } from './admin/authorization/requires-scope.js';
import { ndjson } from './admin/http/ndjson.js';
import { Registry } from './admin/registry.js';
import { readConfig } from './configuration/config.js';
import { Metrics } from './metrics.js';
import { parameters } from './openapi/parameters.js';
import { type Answer, type Body, type OperationDoc, type Resource } from './openapi/resource.js';
import { resources } from './openapi/resources/index.js';
import { sharedSchemas } from './openapi/schemas.js';
import { type ProblemType, problems } from './problems/problem-types.js';

type Json = Record<string, unknown>;

/** Pages for people, which are no part of the API. */
const undocumented: ReadonlySet<string> = new Set(['openConsole']);

/** Every operation that is described, by the name of its handler, with its resource. */
const docs = new Map(
  resources.flatMap((resource) =>
    Object.entries(resource.operations).map(([name, doc]) => [name, { resource, doc }] as const),
  ),
);

/** Refusals that any operation may have. */
const everywhere = ['malformedRequest', 'internal', 'unavailable'] as const;

/** Refusals of every operation that needs an access token. */
const guarded = ['unauthorized', 'insufficientScope', 'tooManyRequests'] as const;

/** Refusals that say when to come back. */
const passing: readonly ProblemType[] = [problems.tooManyRequests, problems.unavailable];

/**
 * The description of the admin API, OpenAPI 3.1: paths and methods from the controllers, fields from the declarations of
 * the client, words from `openapi/resources`. Needs no database.
 * @throws Error when an operation is not described, or described and not there
 */
export async function openApiDocument(): Promise<Json> {
  const app = await applicationWithoutDatabase();
  try {
    const permissions = permissionsOf(app);
    const scanned = SwaggerModule.createDocument(app, new DocumentBuilder().setOpenAPIVersion('3.1.0').build(), {
      operationIdFactory: (_controller, method) => method,
    });
    const present = new Set<string>();
    const paths: Record<string, Json> = {};
    for (const [path, item] of Object.entries(scanned.paths)) {
      for (const [method, operation] of Object.entries(item as Record<string, { operationId: string }>)) {
        const { operationId } = operation;
        if (undocumented.has(operationId)) continue;
        const described = docs.get(operationId);
        if (!described) throw new Error(`the operation ${operationId} is not described`);
        present.add(operationId);
        (paths[path] ??= {})[method] = describe({ operationId, method, path }, described, permissions.get(operationId));
      }
    }
    const missing = [...docs.keys()].filter((name) => !present.has(name));
    if (missing.length > 0) throw new Error(`there are no operations ${missing.join(', ')}`);
    return documentOf(paths);
  } finally {
    await app.close();
  }
}

function documentOf(paths: Record<string, Json>): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Clientele admin API',
      version: '0.1.0',
      summary: 'The registry of the clients of an OAuth 2.0 and OpenID Connect server.',
      description:
        'Every call needs an access token of the issuer, made for this API. After 600 calls within a minute with tokens that are not valid, further ones from the same address are answered 429; valid tokens are not affected. Refusals are `application/problem+json` (RFC 9457) and name every fault.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'http://localhost:4001', description: 'As it starts by default.' }],
    tags: resources.map(({ name, description }) => ({ name, description })),
    security: [{ accessToken: [] }],
    paths,
    components: {
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of this issuer (RFC 9068) whose audience is this API.',
        },
      },
      parameters,
      headers: {
        ETag: {
          description: 'The revision, for If-Match and If-None-Match.',
          schema: { type: 'string' },
          example: '"1"',
        },
        Location: {
          description: 'Address of what was created.',
          schema: { type: 'string' },
          example: '/clients/billing-worker',
        },
        RetryAfter: {
          description: 'Seconds after which to try again.',
          schema: { type: 'integer', minimum: 1 },
          example: 30,
        },
        Link: { description: 'Address of the following page, rel="next".', schema: { type: 'string' } },
      },
      responses: referredTo(
        paths,
        Object.fromEntries(Object.entries(problems).map(([name, kind]) => [name, problemAnswer(kind)])),
      ),
      schemas: Object.assign({}, sharedSchemas, ...resources.map(({ schemas }) => schemas)),
    },
  };
}

/** The answers that some operation refers to. */
function referredTo(paths: Json, answers: Json): Json {
  const text = JSON.stringify(paths);
  return Object.fromEntries(
    Object.entries(answers).filter(([name]) => text.includes(`"#/components/responses/${name}"`)),
  );
}

function describe(
  { operationId, method, path }: { operationId: string; method: string; path: string },
  { resource, doc }: { resource: Resource; doc: OperationDoc },
  permission: Permission | undefined,
): Json {
  const isPublic = permission === 'public';
  const own: (keyof typeof problems)[] = [
    ...everywhere,
    ...(isPublic ? [] : guarded),
    ...(doc.parameters ? (['invalidParameter'] as const) : []),
    ...(path.includes('{') ? (['notFound'] as const) : []),
    ...(doc.body ? (['unknownMember', 'tooLarge', 'unsupportedMediaType'] as const) : []),
    ...(doc.parameters?.includes('idempotencyKey') ? (['idempotencyKeyReused'] as const) : []),
    ...(doc.problems ?? []),
  ];
  return {
    operationId,
    tags: [resource.name],
    summary: doc.summary,
    description: isPublic ? doc.description : `${doc.description}\n\nNeeds the scope \`${permission}\`.`,
    security: isPublic ? [] : [{ accessToken: [permission] }],
    parameters: [
      ...pathParameters(path),
      ...[...(doc.parameters ?? []), ...(isPublic || method === 'get' ? [] : (['changeReason'] as const))].map(
        (name) => ({ $ref: `#/components/parameters/${name}` }),
      ),
    ],
    ...(doc.body && { requestBody: requestBody(doc.body, doc.lines?.taken) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(doc.answers).map(([status, answer]) => [
          status,
          answerOf(answer, status === '200' ? doc.lines?.answered : undefined),
        ]),
      ),
      ...problemAnswers(own),
    },
  };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    description: `The \`${name}\` in the address.`,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  }));
}

function requestBody(
  { schema, example, kind = 'json', optional }: NonNullable<OperationDoc['body']>,
  line: Body | undefined,
): Json {
  const json = { schema: reference(schema), example };
  if (kind === 'json') return { required: !optional, content: { 'application/json': json, ...(line && lines(line)) } };
  return {
    required: true,
    content: {
      'application/merge-patch+json': json,
      'application/json-patch+json': {
        schema: reference('JsonPatch'),
        example: [
          { op: 'replace', path: `/${Object.keys(example as Json)[0]}`, value: Object.values(example as Json)[0] },
        ],
      },
    },
  };
}

function answerOf({ description, body, text, headers = [] }: Answer, line: Body | undefined): Json {
  return {
    description,
    ...(headers.length > 0 && {
      headers: Object.fromEntries(headers.map((name) => [name, { $ref: `#/components/headers/${name}` }])),
    }),
    ...(body && {
      content: {
        'application/json': { schema: reference(body.schema), example: body.example },
        ...(line && lines(line)),
      },
    }),
    ...(text && { content: { [text]: { schema: { type: 'string' } } } }),
  };
}

/** Many values, each on a line of its own. OpenAPI 3.1 knows no streams: the schema of a line is that of the content. */
function lines({ schema, example }: Body): Json {
  return {
    [ndjson]: {
      schema: { type: 'string', contentMediaType: 'application/json', contentSchema: reference(schema) },
      example: `${JSON.stringify(example)}\n`,
    },
  };
}

/** One answer per status: OpenAPI has no way to tell two problems of one status apart. */
function problemAnswers(names: readonly (keyof typeof problems)[]): Json {
  const byStatus = new Map<number, ProblemType[]>();
  for (const name of new Set(names))
    byStatus.set(problems[name].status, [...(byStatus.get(problems[name].status) ?? []), problems[name]]);
  return Object.fromEntries(
    [...byStatus].map(([status, kinds]) => {
      const name = Object.entries(problems).find(([, kind]) => kind === kinds[0])![0];
      return [status, kinds.length === 1 ? { $ref: `#/components/responses/${name}` } : problemAnswer(...kinds)];
    }),
  );
}

function problemAnswer(...kinds: readonly ProblemType[]): Json {
  return {
    description: kinds.map(({ title }) => `${title}.`).join(' Or: '),
    ...(kinds.some((kind) => passing.includes(kind)) && {
      headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
    }),
    content: { 'application/problem+json': { schema: reference('Problem'), example: kinds[0] } },
  };
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

/** The scope that each operation needs, by operationId. */
function permissionsOf(app: NestFastifyApplication): Map<string, Permission> {
  const permissions = new Map<string, Permission>();
  for (const { metatype } of app.get(DiscoveryService, { strict: false }).getControllers()) {
    const methods = (metatype?.prototype ?? {}) as Record<string, object>;
    for (const name of Object.getOwnPropertyNames(methods)) {
      const permission = name === 'constructor' ? undefined : permissionOf(methods[name]!);
      if (permission) permissions.set(name, permission);
    }
  }
  return permissions;
}

/** The admin application as it is at run time, with nothing behind it: it is only looked at. */
function applicationWithoutDatabase(): Promise<NestFastifyApplication> {
  const nothing = Object.create(Registry.prototype) as Registry;
  const dependencies = {
    registry: nothing,
    config: readConfig({}),
    clock: new SystemClock(),
    metrics: new Metrics(),
    describe: () => Promise.resolve({}),
    tokens: { verifyAccessToken: () => Promise.resolve(undefined) },
    pendingReceipts: { receiptsWritten: () => Promise.resolve() },
    elsewhere: { makeKeyElsewhere: () => Promise.reject(new Error('the reference is made without keys')) },
    sectors: { sectorDocumentFault: () => Promise.resolve(undefined) },
    explainer: { explain: () => Promise.resolve(undefined) },
  };
  return createAdminApplication(dependencies, pino({ level: 'silent' }));
}
