import { describe, expect, it } from 'vitest';
import { aClient, issuesOf } from '../testing.js';

const local = ['http://localhost:3000/callback', 'https://127.0.0.1/callback', 'https://app.example.com/callback'];

describe('implicit-redirect-is-https', () => {
  it('refuses addresses of this machine for a web application with the implicit grant', () => {
    expect(issuesOf(aClient({ grant_types: ['implicit'], redirect_uris: local }))).toMatchObject(
      [0, 1].map((index) => ({ pointer: `/redirect_uris/${index}`, rule: 'implicit-redirect-is-https' })),
    );
  });

  it('accepts them with the code grant, and others with the implicit grant', () => {
    expect(issuesOf(aClient({ redirect_uris: local }))).toEqual([]);
    expect(issuesOf(aClient({ grant_types: ['implicit'], redirect_uris: local.slice(2) }))).toEqual([]);
  });
});
