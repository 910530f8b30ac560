import { Injectable } from '@nestjs/common';
import { Clock } from '@clientele/runtime';
import { type Limit, Throttle } from '@clientele/runtime/throttle';
import { Registry } from '../registry.js';

/** Failed authorizations of one address in a minute: ten a second, more than any program that has lost its token. */
const atOneAddress = 600;
const seconds = 60;

/**
 * Counts access tokens that are not valid, by the address that they come from, over all processes. Whoever has a valid
 * token is never asked, so that nobody is locked out by what others do at the same address.
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
    const limit: Limit = { key: `admin ${address}`, failures: atOneAddress };
    await this.#throttle.count([limit]);
  }
}
