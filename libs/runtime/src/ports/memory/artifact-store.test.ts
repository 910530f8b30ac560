import { artifactStoreContract } from '../contracts/artifact-store.js';
import { MemoryArtifactStore } from './artifact-store.js';
import { TestClock } from './clock.js';

artifactStoreContract('memory', async () => {
  const clock = new TestClock();
  return { store: new MemoryArtifactStore(clock), clock, close: async () => {} };
});
