import { AuditSink, type RuntimeEvent } from '@clientele/runtime';
import { type Metrics } from '../metrics.js';
import { type ClientUses } from './client-uses.js';

/** Takes what the token server reports: counts it, and notes which clients are in use. */
export class RuntimeEvents extends AuditSink {
  constructor(
    private readonly metrics: Metrics,
    private readonly uses: ClientUses,
  ) {
    super();
  }

  record(event: RuntimeEvent): void {
    this.metrics.happened(event);
    if (event.type !== 'token_issued' || event.client_id === undefined) return;
    this.uses.note(event.client_id, event.secret_id);
  }
}
