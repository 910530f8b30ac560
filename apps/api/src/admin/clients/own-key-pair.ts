import { createPublicKey } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type Client,
  type ServerState,
  algsOfKeyPair,
  ownKeyParameters,
  resolveClient,
} from '@clientele/client-schema';
import { isSame } from '@clientele/client-schema/same';
import { didOfClient, didOfKey, signingPairOf } from '@clientele/runtime';
import { type KeyChange, type NewKey, type StoredClient } from '@clientele/storage';
import { Config } from '../../configuration/config.js';
import { problems } from '../../problems/problem-types.js';
import { refuse } from '../../problems/problem.js';
import { KeyMaker, type KeyOrder } from '../key-pairs/key-maker.js';
import { Registry } from '../registry.js';

/** What a client shows of the key that signs for it. */
export interface PublicHalf {
  /** PEM, RFC 7468 §13; null: no pair of its own or by name signs for it. */
  readonly public_key: string | null;
  readonly did: string | null;
}

const none: PublicHalf = { public_key: null, did: null };

/** What the keys are like that a client has for itself; undefined: it has none. */
export function ownKeyOrder(document: Client, server: ServerState): KeyOrder | undefined {
  const client = resolveClient(document, server);
  const parameters = ownKeyParameters(client);
  if (!parameters) return undefined;
  const { signatures_adapter: adapter_id, id_token_kid: kid } = client;
  return { ...parameters, adapter_id, ...(kid !== undefined && { kid }) };
}

/** Whether a client may have a pair, by itself or by its template. Few have, and the text tells so without being read. */
function mayNamePair({ json }: StoredClient): boolean {
  return ['"client_template_id":', '"key_pair_id":', '"key_pair_type":'].some((member) => json.includes(member));
}

/** Gives the same key to every attempt at a write: making one takes long. */
export type MakeOnce = (order: KeyOrder) => Promise<NewKey | undefined>;

/** The key pairs that clients have for themselves: what is saved decides whether there is one, and what it is like. */
@Injectable()
export class OwnKeyPairs {
  constructor(
    private readonly registry: Registry,
    private readonly maker: KeyMaker,
    private readonly config: Config,
  ) {}

  makeOnce(): MakeOnce {
    let made: { order: KeyOrder; key: Promise<NewKey | undefined> } | undefined;
    return (order) => {
      if (!made || !isSame(made.order, order)) made = { order, key: this.maker.make(order) };
      return made.key;
    };
  }

  /**
   * What a write does to the pair: a client that begins to have one gets its first key, one that wants another kind of
   * key gets the next, and one that gives it up ends it.
   * @throws Problem 422 when the key is to have the name of another
   */
  async change(
    before: Client | undefined,
    after: Client,
    server: ServerState,
    make: MakeOnce,
  ): Promise<KeyChange | undefined> {
    const had = before && ownKeyOrder(before, server);
    const wanted = ownKeyOrder(after, server);
    if (isSame(had, wanted)) return undefined;
    if (!wanted) return { end: true };
    // Verifiers of tokens that are signed in another way have no use for keys of the old kind.
    const atOnce = had !== undefined && !isSame(algsOfKeyPair(had), algsOfKeyPair(wanted));
    return this.next(wanted, make, atOnce);
  }

  /** @throws Problem 422 when the key is to have the name of another */
  async next(order: KeyOrder, make: MakeOnce, atOnce: boolean): Promise<KeyChange | undefined> {
    const isTaken = order.kid !== undefined && (await this.registry.keys.isNamed(order.kid));
    const detail = 'must name the next key as no other key is or was named';
    refuse(problems.invalidDocument, isTaken ? [{ pointer: '/id_token_kid', rule: 'key-id-is-unique', detail }] : []);
    const add = await make(order);
    return add && { add, atOnce };
  }

  /** The public halves of the keys that sign for some clients, by the internal ids of the clients. */
  async publicHalves(clients: readonly StoredClient[]): Promise<(client: StoredClient) => PublicHalf> {
    const candidates = clients.filter(mayNamePair);
    if (candidates.length === 0) return () => none;
    const follows = candidates.some(({ document }) => document.client_template_id !== undefined);
    const server = follows ? await this.registry.ports.settings.read() : undefined;
    const effective = ({ document }: StoredClient) => (server ? resolveClient(document, server) : document);
    const pairs = new Set(candidates.flatMap((client) => signingPairOf(client.id, effective(client)) ?? []));
    if (pairs.size === 0) return () => none;
    const keys = await this.registry.keys.list([...pairs]);
    const active = new Map(keys.filter(({ state }) => state === 'active').map((key) => [key.pair, key.public_jwk]));
    return (client) => {
      if (!mayNamePair(client)) return none;
      const { key_pair_did_method: method = 'key', ...fields } = effective(client);
      const jwk = active.get(signingPairOf(client.id, fields) ?? '');
      if (!jwk) return none;
      const { client_id } = client;
      const did = method === 'web' ? didOfClient(this.config.issuer, client_id) : didOfKey(method, jwk);
      const public_key = createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
      return { public_key: public_key.toString(), did };
    };
  }
}
