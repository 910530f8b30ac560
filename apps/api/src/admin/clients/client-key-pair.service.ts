import { Injectable } from '@nestjs/common';
import { resolveClient } from '@clientele/client-schema';
import { ownPair } from '@clientele/runtime';
import { type StoredClient } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem, notFound, refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { clientPath } from '../http/client-id-path.js';
import { membersOf } from '../http/members.js';
import { type Precondition } from '../http/preconditions.js';
import { Stored } from '../http/stored.js';
import { type KeyOrder } from '../key-pairs/key-maker.js';
import { type KeyView, viewOf } from '../key-pairs/key-pairs.service.js';
import { ClientRotationMembers } from '../key-pairs/rotation-members.js';
import { Registry } from '../registry.js';
import { ServerView } from '../server-view.js';
import { AddressedClients } from './addressed-clients.js';
import { mayGovern } from './client-authority.js';
import { OwnKeyPairs, ownKeyOrder } from './own-key-pair.js';

/** The generations of the key pairs that clients have for themselves. Each change is a revision of the client. */
@Injectable()
export class ClientKeyPairService {
  constructor(
    private readonly registry: Registry,
    private readonly view: ServerView,
    private readonly keys: OwnKeyPairs,
    private readonly clients: AddressedClients,
  ) {}

  /** Empty for a client that never had a pair. @throws Problem 404 */
  async list(client_id: string, caller: CallerIdentity): Promise<{ items: KeyView[] }> {
    return { items: await this.#keysOf(await this.clients.find(client_id, caller)) };
  }

  /**
   * Makes the next key.
   * @throws Problem 404; 409 for a client without a pair of its own; 412; 400 and 422 for the document
   */
  async rotate(
    client_id: string,
    document: Document,
    precondition: Precondition,
    caller: CallerIdentity,
  ): Promise<Stored<KeyView>> {
    const { at_once, id_token_kid } = membersOf(ClientRotationMembers, document);
    const make = this.keys.makeOnce();
    return this.clients.untilWritten(client_id, precondition, caller, async (client) => {
      const server = await this.view.read();
      mayGovern(caller, resolveClient(client.document, server));
      const order = nextOrder(ownKeyOrder(client.document, server), id_token_kid ?? undefined);
      const key = (await this.keys.next(order, make, at_once))!;
      const updated = await this.registry.clients.update(client_id, client.revision, {
        updated_by: caller.name,
        key,
        ...(id_token_kid && { document: { ...client.document, id_token_kid } }),
      });
      const made = updated && (await this.#keysOf(updated)).at(-1);
      const address = `${clientPath(client_id)}/key-pair/keys/${encodeURIComponent(made?.kid ?? '')}`;
      return made && new Stored(made, updated.revision, { created: address });
    });
  }

  /** @throws Problem 404; 409 for the key that signs; 412 */
  async withdraw(client_id: string, kid: string, precondition: Precondition, caller: CallerIdentity): Promise<void> {
    await this.clients.untilWritten(client_id, precondition, caller, async (client) => {
      mayGovern(caller, resolveClient(client.document, await this.view.read()));
      const key = (await this.#keysOf(client)).find((known) => known.kid === kid);
      if (!key || key.state === 'retired') throw notFound('key');
      if (key.state === 'active') {
        throw new Problem(problems.inUse, {
          detail: 'The key signs at present: rotate the pair first, at once if need be.',
        });
      }
      const change = { updated_by: caller.name, key: { withdraw: kid } };
      return this.registry.clients.update(client_id, client.revision, change);
    });
  }

  async #keysOf({ id }: StoredClient): Promise<KeyView[]> {
    return (await this.registry.keys.list([ownPair(id)])).map(viewOf);
  }
}

/**
 * What the next key is like.
 * @throws Problem 409 for a client without a pair of its own; 422 where the next key has to be named
 */
function nextOrder(order: KeyOrder | undefined, kid: string | undefined): KeyOrder {
  if (!order) {
    const detail = 'The client has no key pair of its own; set key_pair_type first.';
    throw new Problem(problems.conflict, { detail });
  }
  const detail = 'must name the next key, as the client names its keys';
  const unnamed = order.kid !== undefined && kid === undefined;
  refuse(problems.invalidDocument, unnamed ? [{ pointer: '/id_token_kid', rule: 'required', detail }] : []);
  return { ...order, ...(kid !== undefined && { kid }) };
}
