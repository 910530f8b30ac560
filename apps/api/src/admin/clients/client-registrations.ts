import { type Client } from '@clientele/client-schema';
import { memberOf } from '@clientele/client-schema/issue';
import {
  Busy,
  ClientRegistrar,
  type NewRegistrationToken,
  type Registered,
  type Registrant,
  type Registration,
} from '@clientele/runtime';
import { type NewSecret, type StoredClient } from '@clientele/storage';
import { Problem } from '../../problems/problem.js';
import { CallerIdentity } from '../authorization/caller.js';
import { Precondition } from '../http/preconditions.js';
import { type Document } from '../http/body.js';
import { type Registry } from '../registry.js';
import { type ClientTrashService } from './client-trash.service.js';
import { type ClientWritesService, type Written } from './client-writes.service.js';

/** Clients that register and manage themselves: written like those of administrators, and held to the same rules. */
export class ClientRegistrations extends ClientRegistrar {
  constructor(
    private readonly registry: Registry,
    private readonly writes: ClientWritesService,
    private readonly trash: ClientTrashService,
  ) {
    super();
  }

  async create(
    document: Partial<Client>,
    by: Registrant,
    token: NewRegistrationToken | undefined,
  ): Promise<Registered> {
    // Whoever has no account owns nothing: whatever else they are called is no subject.
    const write = (said: Partial<Client>): Promise<Written> =>
      this.#as(by, async (caller) => {
        const whole = { ...said, owner: by.owner ?? null };
        return (await this.writes.create(whole, caller, 'own', token && keptToken(token))).document;
      });
    return (await this.#outcome(document, write))!;
  }

  async find(client_id: string): Promise<Registration | undefined> {
    const stored = await this.registry.clients.find(client_id);
    return stored && registrationOf(stored);
  }

  replace(
    client_id: string,
    { document, fields }: { document: Partial<Client>; fields: ReadonlySet<string> },
    by: Registrant,
    held: string,
    next: NewRegistrationToken | undefined,
  ): Promise<Registered | undefined> {
    const write = (said: Partial<Client>): Promise<Written> =>
      this.#as(by, async (caller) => {
        const change = { document: said as Document, fields, held };
        return (await this.writes.replaceOwn(client_id, change, caller, next && keptToken(next))).document;
      });
    return this.#outcome(document, write);
  }

  async remove(client_id: string, by: Registrant, held: string): Promise<'removed' | 'ended' | 'refused'> {
    const stored = await this.registry.clients.find(client_id);
    if (!stored?.secrets.some(({ id }) => id === held)) return 'ended';
    const asSeen = new Precondition(`"${stored.revision}"`, undefined);
    try {
      await this.#as(by, (caller) => this.trash.put(client_id, asSeen, caller));
      return 'removed';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) return 'ended';
      if (error.status === 403 || error.status === 409) return 'refused';
      throw new Busy('the client is written by others', { cause: error });
    }
  }

  #as<T>(by: Registrant, work: (caller: CallerIdentity) => Promise<T>): Promise<T> {
    const { name, owner, client_id, origin } = by;
    const token = { sub: owner ?? name, client_id: client_id ?? name, username: name, scope: [], exp: Infinity };
    const author = { id: owner ?? client_id ?? name, name, client_id, origin, reason: null };
    return this.registry.authorship.inTheNameOf(author, () => work(new CallerIdentity(token, 'everyone')));
  }

  /** Undefined: there is no such client any more, or its token has ended. */
  async #outcome(
    document: Partial<Client>,
    write: (document: Partial<Client>) => Promise<Written>,
  ): Promise<Registered | undefined> {
    try {
      const { client_id, client_secret } = await write(document);
      return { registration: (await this.find(client_id))!, client_secret };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { errors = [] } = error.options;
      const others = errors.filter(({ rule }) => rule !== 'field-applies');
      const idle = new Set(errors.map(memberOf));
      const rest = Object.entries(document).filter(([name]) => !idle.has(name));
      // RFC 7591 §2 lets a server leave out what means nothing to it; the answer tells what is left.
      if (others.length === 0 && rest.length < Object.keys(document).length) {
        return this.#outcome(Object.fromEntries(rest), write);
      }
      if (error.status === 404) return undefined;
      if (error.status >= 500) throw new Busy('the client is written by others', { cause: error });
      if (others.length > 0) return { faults: others };
      return { faults: errors.length > 0 ? errors : [{ pointer: '/', detail: error.message }] };
    }
  }
}

function keptToken({ digest, expires_at }: NewRegistrationToken): NewSecret {
  return { field: 'registration_access_token', scheme: 'sha256', digest, expires_at, hint: '' };
}

function registrationOf({ client_id, document, origin, created_at, secrets }: StoredClient): Registration {
  return { client_id, document, origin, issued_at: Math.floor(Date.parse(created_at) / 1000), secrets };
}
