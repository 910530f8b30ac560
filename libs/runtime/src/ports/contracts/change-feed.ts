import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Change, type ChangeFeed } from '../change-feed.js';

export interface ChangeFeedFixture {
  feed: ChangeFeed;
  /** Commits a change of this client, through the same or another process. */
  change(client_id: string): Promise<void>;
  close(): Promise<void>;
}

/** What every change feed does. */
export function changeFeedContract(name: string, fixture: () => Promise<ChangeFeedFixture>): void {
  describe(`change feed: ${name}`, () => {
    let registry: ChangeFeedFixture;
    beforeAll(async () => (registry = await fixture()));
    afterAll(() => registry.close());

    it('tells every subscriber within a second', async () => {
      const first: Change[] = [];
      const second: Change[] = [];
      registry.feed.subscribe((change) => first.push(change));
      registry.feed.subscribe((change) => second.push(change));
      await registry.change('told');
      for (const heard of [first, second]) {
        await vi.waitFor(() => expect(heard.some(isAbout('told'))).toBe(true), { timeout: 1000 });
      }
    });

    it('tells nothing to who has stopped listening', async () => {
      const heard: Change[] = [];
      const stop = registry.feed.subscribe((change) => heard.push(change));
      stop();
      await registry.change('untold');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      expect(heard).toEqual([]);
    });
  });
}

/** A change of the client, or of any client. */
function isAbout(client: string): (change: Change) => boolean {
  return ({ kind, client_id = client }) => kind === 'client' && client_id === client;
}
