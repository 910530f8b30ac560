import { vi } from 'vitest';

/** Starting processes takes seconds, on a busy machine many; waiting for what hangs is bounded all the same. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
