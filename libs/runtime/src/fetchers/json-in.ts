import { isDeeperThan } from '@clientele/client-schema/json-depth';
import { FetchFailed, type Incoming } from '../ports/fetcher.js';

const maxDepth = 32;

/** The JSON document that a host has answered with. @throws FetchFailed where it is none, or the status is not 200 */
export function jsonIn({ status, headers, body }: Incoming): unknown {
  if (status !== 200) throw new FetchFailed(`the host answered with status ${status}`);
  const type = (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  if (!/^application\/(?:[a-z0-9.-]+\+)?json$/.test(type)) throw new FetchFailed('the answer is not JSON');
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw new FetchFailed('the answer is not JSON', { cause });
  }
  if (isDeeperThan(maxDepth, value)) throw new FetchFailed('the answer is nested too deeply');
  return value;
}
