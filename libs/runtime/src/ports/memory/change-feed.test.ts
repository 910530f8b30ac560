import { changeFeedContract } from '../contracts/change-feed.js';
import { MemoryChangeFeed } from './change-feed.js';

changeFeedContract('memory', async () => {
  const feed = new MemoryChangeFeed();
  return { feed, change: async (client_id) => feed.emit({ kind: 'client', client_id }), close: async () => {} };
});
