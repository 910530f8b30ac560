import { AuditSink, type RuntimeEvent } from '../audit-sink.js';

/** Keeps events where a test can read them. */
export class MemoryAuditSink extends AuditSink {
  readonly events: RuntimeEvent[] = [];

  record(event: RuntimeEvent): void {
    this.events.push(event);
  }
}
