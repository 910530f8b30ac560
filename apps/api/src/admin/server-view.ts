import { Inject, Injectable } from '@nestjs/common';
import { type Server } from '@clientele/client-schema';
import { type Moment } from '@clientele/storage';
import { Config } from '../configuration/config.js';
import { Registry } from './registry.js';

/** What rules may know of the server. */
export interface ServerFacts extends Server {
  /** When it was read: what is checked against it is written only while it still is like this. */
  readonly since: Moment;
}

@Injectable()
export class ServerView {
  constructor(
    private readonly registry: Registry,
    @Inject(Config) private readonly config: Pick<Config, 'issuer'>,
  ) {}

  /** The server as it is now. */
  async read(): Promise<ServerFacts> {
    const { settings, keys } = this.registry.ports;
    const since = await this.registry.checkedWrites.begin();
    const [state, published] = await Promise.all([settings.read(), keys.list()]);
    const active = published.filter((key) => key.state === 'active');
    return {
      ...state,
      since,
      issuer: this.config.issuer,
      // As discovery tells them: an RSA key signs with more than the algorithm that it was made for.
      signing_algs: [...new Set(active.flatMap(({ algs }) => algs))],
    };
  }
}
