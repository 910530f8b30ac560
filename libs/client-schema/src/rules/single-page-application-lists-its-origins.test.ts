import { describe, expect, it } from 'vitest';
import { aClient, adviceOf } from '../testing.js';

describe('single-page-application-lists-its-origins', () => {
  it('advises a single-page application to name its origins', () => {
    expect(adviceOf(aClient({ client_type: 'single_page_application' }))).toMatchObject([
      { pointer: '/allowed_origins', rule: 'single-page-application-lists-its-origins' },
    ]);
  });

  it('has nothing to say once they are named', () => {
    expect(
      adviceOf(aClient({ client_type: 'single_page_application', allowed_origins: ['https://app.example.com'] })),
    ).toEqual([]);
  });
});
