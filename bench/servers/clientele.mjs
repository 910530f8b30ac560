import { randomBytes } from 'node:crypto';
import { basic, plans } from '../clients.mjs';

/** How Clientele is set up for the benchmark: through its admin API, as any operator would. */
export class Clientele {
  static automationSecret = randomBytes(32).toString('base64url');
  static adminPassword = randomBytes(18).toString('base64url');

  /**
   * @param {string} issuer
   * @param {string} admin address of the admin API
   */
  constructor(issuer, admin) {
    this.issuer = issuer;
    this.admin = admin;
  }

  /** An access token for the admin API. */
  async adminToken() {
    const response = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { authorization: basic('clientele-automation', Clientele.automationSecret) },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'admin' }),
    });
    const answer = /** @type {any} */ (await response.json());
    if (!response.ok) throw new Error(`no admin token: ${JSON.stringify(answer)}`);
    return answer.access_token;
  }

  /**
   * Creates the clients that the requests come from.
   *
   * @returns {Promise<import('../clients.mjs').OAuthClients>} with the secrets that the server has made
   */
  async createOAuthClients() {
    const token = await this.adminToken();
    await this.#call(token, 'POST', '/scopes', { name: 'api', kind: 'common', audience: 'https://api.example.com' });
    const clients = /** @type {import('../clients.mjs').OAuthClients} */ ({});
    for (const [key, { client_id, format, redirect_uri }] of Object.entries(plans)) {
      const { client_secret } = await this.#call(token, 'POST', '/clients', {
        client_id,
        client_name: `Benchmark ${key}`,
        scope: 'api',
        token_endpoint_auth_method: 'client_secret_basic',
        default_access_token_manager_id: managers[format],
        ...(redirect_uri
          ? { grant_types: ['authorization_code', 'refresh_token'], redirect_uris: [redirect_uri] }
          : { grant_types: ['client_credentials'], client_type: 'server_to_server' }),
        ...(format === 'opaque' && { allow_token_introspection: true }),
      });
      const authorization = basic(client_id, client_secret);
      clients[key] = { client_id, client_secret, format, redirect_uri, authorization };
    }
    return clients;
  }

  /**
   * Fills the registry.
   *
   * @param {number} count
   * @returns {Promise<Record<string, any>[]>} the clients as the server answers them, in the order of their names
   */
  async fillRegistry(count) {
    let token = '';
    const ids = Array.from({ length: count }, (_, index) => index);
    // Below what a token lives for, whatever the machine.
    for (const some of batches(ids, 500)) {
      token = await this.adminToken();
      await Promise.all(
        batches(some, 20).map(async (ours) => {
          for (const index of ours) await this.#call(token, 'POST', '/clients', machine(index));
        }),
      );
    }
    const documents = [];
    for (let after = ''; documents.length < count;) {
      const { items, next } = await this.#call(token, 'GET', `/clients?limit=200${after}`);
      documents.push(...items.filter(({ client_id }) => client_id.startsWith('machine-')));
      if (!next) break;
      after = `&after=${encodeURIComponent(next)}`;
    }
    return documents;
  }

  async #call(token, method, path, document) {
    const response = await fetch(`${this.admin}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(document && { 'content-type': 'application/json' }) },
      body: document && JSON.stringify(document),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
}

const managers = { ES256: 'jwt', RS256: 'jwt-rs256', opaque: 'opaque' };

/** A client such as a company has by the thousand. */
function machine(index) {
  const number = String(index).padStart(5, '0');
  return {
    client_id: `machine-${number}`,
    client_name: `Aggregator ${number}`,
    description: `Collects the figures of plant ${number} every hour and reports them to the warehouse.`,
    client_type: 'server_to_server',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'api',
    contacts: [`plant-${number}@example.com`],
    access_token_ttl: 600,
  };
}

function batches(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
