import { type JsonSchema } from '@clientele/client-schema';
import { protectedResourceOf } from '../../admin/authorization/protected-resource.js';
import { resource } from '../resource.js';
import { object, string } from '../shapes.js';

const words = (description: string): JsonSchema => ({ type: 'array', items: { type: 'string' }, description });

const ok = { schema: 'Status', example: { status: 'ok' } } as const;

export const operations = resource({
  name: 'Operations',
  description: 'What monitoring asks, and what the console must know before anybody has signed in.',
  operations: {
    getHealth: {
      summary: 'Ask whether the process runs',
      description: 'Depends on nothing but the process.',
      answers: { 200: { description: 'It runs.', body: ok } },
    },
    getReadiness: {
      summary: 'Ask whether requests should be sent here',
      description: 'Ready are the database, its schema and the signing keys.',
      answers: { 200: { description: 'Yes.', body: ok } },
      problems: ['unavailable'],
    },
    getMetrics: {
      summary: 'Read the metrics of the process',
      description: 'Counters and histograms in the Prometheus text format.',
      answers: { 200: { description: 'The metrics.', text: 'text/plain' } },
    },
    getProtectedResource: {
      summary: 'Read who gives access to this API',
      description: 'The metadata of this API as a protected resource, RFC 9728.',
      answers: {
        200: {
          description: 'The metadata.',
          body: {
            schema: 'ProtectedResource',
            example: {
              ...protectedResourceOf({ issuer: 'https://as.example.com', adminUrl: 'https://registry.example.com' }),
            },
          },
        },
      },
    },
    getConsoleConfiguration: {
      summary: 'Read where the console finds its issuer',
      description: 'One build of the console fits every installation by it.',
      answers: {
        200: {
          description: 'The configuration.',
          body: {
            schema: 'ConsoleConfiguration',
            example: {
              issuer: 'https://as.example.com',
              admin_url: 'https://registry.example.com',
              client_id: 'clientele-console',
              client_certificates: { terminations: ['direct'], aliases: true },
            },
          },
        },
      },
    },
  },
  schemas: {
    ProtectedResource: object('This API as a protected resource, RFC 9728 §2.', {
      resource: string('The resource identifier: the audience of access tokens.'),
      authorization_servers: words('Issuers of access tokens.'),
      scopes_supported: words('The scopes of access tokens.'),
      bearer_methods_supported: words('How access tokens are sent, RFC 6750 §2.'),
      resource_name: string('What people call it.'),
      resource_documentation: string('Where the reference is.'),
    }),
    ConsoleConfiguration: object('Where the console finds its issuer and its API.', {
      issuer: string('The issuer identifier, RFC 8414 §2.'),
      admin_url: string('This API as browsers reach it.'),
      client_id: string('The client that the console is.'),
      client_certificates: object('How certificates of clients reach the issuer.', {
        terminations: {
          type: 'array',
          items: { type: 'string', enum: ['direct', 'proxy'] },
          description: 'Where TLS with client certificates ends; none: no certificates are asked for.',
        },
        aliases: { type: 'boolean', description: 'Whether the issuer publishes `mtls_endpoint_aliases`.' },
      }),
    }),
    Status: object('That it is so.', { status: { type: 'string', enum: ['ok'] } }),
  },
});
