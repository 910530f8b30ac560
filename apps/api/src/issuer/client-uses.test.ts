import { TestClock } from '@clientele/runtime/ports/memory/clock';
import { type ClientRepository } from '@clientele/storage';
import { describe, expect, it } from 'vitest';
import { Metrics } from '../metrics.js';
import { ClientUses } from './client-uses.js';
import { RuntimeEvents } from './runtime-events.js';

describe('the uses of clients', () => {
  function noting() {
    const written: Parameters<ClientRepository['touch']>[0][] = [];
    const clock = new TestClock();
    const touch: ClientRepository['touch'] = async (uses) => void written.push(uses);
    const uses = new ClientUses({ touch }, clock);
    return { written, clock, uses, events: new RuntimeEvents(new Metrics(), uses) };
  }

  it('are written once for many tokens, with the secret that each was obtained with', async () => {
    const { written, clock, uses, events } = noting();
    const first = clock.now();
    events.record({ type: 'token_issued', client_id: 'billing', secret_id: 'old' });
    clock.advance(5);
    events.record({ type: 'token_issued', client_id: 'billing', secret_id: 'new' });
    events.record({ type: 'token_issued', client_id: 'billing', secret_id: 'new' });
    events.record({ type: 'token_issued', client_id: 'spa' });
    await uses.flush();
    await uses.flush();
    expect(written).toEqual([
      [
        { client_id: 'billing', secret_id: 'old', at: first },
        { client_id: 'billing', secret_id: 'new', at: first + 5 },
        { client_id: 'spa', at: first + 5 },
      ],
    ]);
  });

  it('are of tokens alone', async () => {
    const { written, uses, events } = noting();
    events.record({ type: 'request_refused', client_id: 'billing' });
    await uses.flush();
    expect(written).toEqual([]);
  });
});
