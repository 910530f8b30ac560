import { Injectable } from '@nestjs/common';
import { type Server } from '@clientele/client-schema';
import { type Scope } from '@clientele/runtime';
import { Registry } from './registry.js';

/** What the rules of clients may know of the server, with what the scopes mean. */
export interface ServerFacts extends Server {
  readonly scopes: readonly Scope[];
}

@Injectable()
export class ServerView {
  constructor(private readonly registry: Registry) {}

  /** The server as it is now. */
  async read(): Promise<ServerFacts> {
    const [state, keys] = await Promise.all([this.registry.ports.settings.read(), this.registry.keys.list()]);
    return {
      settings: state.settings,
      scopes: state.scopes,
      access_token_managers: state.access_token_managers.map(({ id }) => id),
      signing_algs: keys.filter(({ state }) => state === 'active').map(({ alg }) => alg),
    };
  }
}
