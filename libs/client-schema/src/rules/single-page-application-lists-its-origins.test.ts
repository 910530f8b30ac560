import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../client.js';
import { resolveClient } from '../resolve-client.js';
import { aClient, adviceOf } from '../testing.js';
import { singlePageApplicationListsItsOrigins } from './single-page-application-lists-its-origins.js';

describe('single-page-application-lists-its-origins', () => {
  it('advises a single-page application to name its origins, and knows which', () => {
    const client = aClient({
      client_type: 'single_page_application',
      redirect_uris: ['https://app.example.com/callback', 'https://app.example.com/silent', 'http://localhost:5173/'],
    });
    expect(adviceOf(client)).toMatchObject([
      { pointer: '/allowed_origins', rule: 'single-page-application-lists-its-origins' },
    ]);
    expect(singlePageApplicationListsItsOrigins.fix?.(resolveClient(client, defaultSettings))).toEqual({
      allowed_origins: ['https://app.example.com', 'http://localhost:5173'],
    });
  });

  it('has nothing to say once they are named', () => {
    expect(
      adviceOf(aClient({ client_type: 'single_page_application', allowed_origins: ['https://app.example.com'] })),
    ).toEqual([]);
  });
});
