import { Injectable } from '@nestjs/common';
import { type KeyParameters } from '@clientele/client-schema';
import { internalAdapter } from '@clientele/client-schema/resources/signature-adapters';
import { SignatureUnavailable } from '@clientele/runtime';
import { type NewKey } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { Problem } from '../../problems/problem.js';
import { Registry } from '../registry.js';
import { Elsewhere } from './elsewhere.js';

/** What a key is to be like, and where it is kept. */
export interface KeyOrder extends KeyParameters {
  readonly adapter_id: string;
  /** Default: its RFC 7638 thumbprint. */
  readonly kid?: string;
}

/** Makes keys, here or where a signature adapter says. */
@Injectable()
export class KeyMaker {
  constructor(
    private readonly registry: Registry,
    private readonly elsewhere: Elsewhere,
  ) {}

  /**
   * A key to be stored; undefined in a dry run, which would have to throw it away.
   * @throws Problem 503 when the place that is to make it does not
   */
  async make({ adapter_id, kid, ...parameters }: KeyOrder): Promise<NewKey | undefined> {
    if (this.registry.unitOfWork.rehearses) return undefined;
    if (adapter_id === internalAdapter) return this.registry.keys.make(parameters, kid);
    try {
      return { ...(await this.elsewhere.makeKeyElsewhere(adapter_id, parameters, kid)), sealed: null };
    } catch (cause) {
      if (!(cause instanceof SignatureUnavailable)) throw cause;
      const headers = { 'retry-after': '1' };
      throw new Problem(problems.unavailable, { detail: `No key was made: ${cause.message}.`, headers, cause });
    }
  }
}
