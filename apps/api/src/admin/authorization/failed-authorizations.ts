import { Injectable } from '@nestjs/common';
import { Clock } from '@clientele/runtime';
import { type Limit, Throttle, sourceOf } from '@clientele/runtime/throttle';
import { Registry } from '../registry.js';

/** Failed authorizations of one source in a minute: ten a second, more than any program that has lost its token. */
const atOneSource = 600;
const seconds = 60;

/**
 * Counts access tokens that are not valid, by the address or IPv6 network that they come from, over all processes.
 * Whoever has a valid token is never asked, so that nobody is locked out by what others do at the same place.
 */
@Injectable()
export class FailedAuthorizations {
  #throttle: Throttle | undefined;

  constructor(
    private readonly registry: Registry,
    private readonly clock: Clock,
  ) {}

  /** @throws TooManyRequests once there were too many */
  async count(address: string): Promise<void> {
    this.#throttle ??= new Throttle(this.registry.ports.artifacts, this.clock, { seconds });
    const limit: Limit = { key: `admin ${sourceOf(address)}`, failures: atOneSource };
    await this.#throttle.count([limit]);
  }
}
