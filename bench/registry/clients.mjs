import { createHash } from 'node:crypto';
import { settleClient } from '../../libs/client-schema/dist/settle-client.js';
import { defaultSettings } from '../../libs/client-schema/dist/client.js';
import { standardResources } from '../../libs/client-schema/dist/resources/index.js';
import { projectionOf, termsOf } from '../../libs/storage/dist/adapters/client-projection.js';

const words = ['Atlas', 'Billing', 'Ledger', 'Harbour', 'Orchid', 'Quartz', 'Signal', 'Tundra', 'Violet', 'Willow'];
const regions = ['amsterdam', 'boston', 'cairo', 'delhi', 'essen', 'fukuoka', 'geneva', 'hanoi'];

const server = {
  ...standardResources,
  settings: defaultSettings,
  signing_algs: ['RS256', 'ES256'],
  issuer: 'http://localhost:4000',
  client_certificates: { terminations: [], aliases: false },
};
/** @returns {any} */
const settled = (document) => settleClient(document, new Set(Object.keys(document)), server);

/**
 * One settled document of each kind; what differs from client to client is filled in.
 *
 * @type {any[]}
 */
const kinds = [
  settled({ client_name: '', client_type: 'server_to_server', grant_types: ['client_credentials'] }),
  settled({
    client_name: '',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['https://app.example.com/callback'],
    require_pkce: true,
  }),
];

/** @param {number} index */
export function clientIdOf(index) {
  return `client-${String(index).padStart(7, '0')}`;
}

/**
 * The rows of one client, by table: the same for the same index, and what the storage itself would write.
 *
 * @param {number} index
 * @param {number} count of all clients
 * @returns {Record<'clients' | 'client_terms' | 'revisions', Record<string, unknown>[]>}
 */
export function rowsOf(index, count) {
  const client_id = clientIdOf(index);
  const id = createHash('sha256').update(client_id).digest('hex').slice(0, 32);
  const kind = kinds[index % kinds.length];
  const region = regions[Math.floor(index / 3) % regions.length];
  const document = {
    ...kind,
    client_id,
    client_name: `${words[index % words.length]} ${words[Math.floor(index / 10) % words.length]} ${index}`,
    description: `Reports the figures of plant ${index} near ${region} every hour.`,
    // One in a thousand: few enough to begin a search with, also among a million.
    keywords: index % 1000 === 0 ? ['rare', region] : [region],
    ...(kind.redirect_uris && { redirect_uris: [`https://${region}-${index}.example.com/callback`] }),
  };
  const text = JSON.stringify(document);
  const at = Date.UTC(2025, 0, 1) + index * 1000;
  return {
    clients: [
      {
        id,
        client_id,
        revision: 1,
        document: text,
        ...projectionOf(client_id, document),
        system: false,
        created_at: at,
        created_by: 'seed',
        updated_at: at + count * 1000,
        updated_by: 'seed',
        secret_changed_at: null,
        last_used_at: index % 5 === 0 ? 0 : at,
        trashed_at: null,
      },
    ],
    client_terms: termsOf(document).map((term) => ({ term, client: id })),
    revisions: [
      {
        client: id,
        revision: 1,
        document: text,
        actions: '["client.created"]',
        at,
        actor: 'seed',
        actor_name: 'seed',
        actor_client: null,
        origin: 'bootstrap',
        reason: null,
      },
    ],
  };
}
