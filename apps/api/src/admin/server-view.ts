import { Injectable } from '@nestjs/common';
import { type Server, algsOfKey } from '@clientele/client-schema';
import { Clock } from '@clientele/runtime';
import { type Moment } from '@clientele/storage';
import { Config, certificatesAsRulesSeeThem } from '../configuration/config.js';
import { Registry } from './registry.js';

/** What rules may know of the server. */
export interface ServerFacts extends Server {
  /** When it was read: what is checked against it is written only while it still is like this. */
  readonly since: Moment;
  /** The same object for as long as nothing of it has changed. */
  readonly edition: object;
  /** When a key comes into another state by itself, in seconds since 1970. */
  readonly until: number;
}

@Injectable()
export class ServerView {
  #known: ServerFacts | undefined;

  constructor(
    private readonly registry: Registry,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The server as it is now: what was read before, where nothing of it has changed. */
  async read(): Promise<ServerFacts> {
    // What a unit has changed and not committed is there for the unit alone.
    if (this.registry.unitOfWork.inUnit) return this.#read();
    const known = this.#known;
    if (known && known.until > this.clock.now()) {
      const since = await this.registry.checkedWrites.unchangedSince(known.since);
      if (since !== undefined) return (this.#known = { ...known, since });
    }
    return (this.#known = await this.#read());
  }

  #read(): Promise<ServerFacts> {
    return readServer(this.registry, {
      issuer: this.config.issuer,
      client_certificates: certificatesAsRulesSeeThem(this.config),
    });
  }
}

/** The server as it is now, of which some things are configured and not stored. */
export async function readServer(
  registry: Registry,
  configured: Pick<Server, 'issuer' | 'client_certificates'>,
): Promise<ServerFacts> {
  const since = await registry.checkedWrites.begin();
  const [state, shared] = await Promise.all([registry.ports.settings.read(), registry.keys.listShared()]);
  const active = shared.filter((key) => key.state === 'active');
  return {
    ...state,
    since,
    edition: {},
    until: Math.min(...shared.map(({ until }) => (until === null ? Infinity : Date.parse(until) / 1000))),
    // As discovery tells them: an RSA key signs with more than the algorithm that it was made for.
    signing_algs: [...new Set(active.flatMap(({ public_jwk }) => algsOfKey(public_jwk)))],
    ...configured,
  };
}
