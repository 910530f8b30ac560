import { describe, expect, it } from 'vitest';
import { curl, patchCurl } from './curl.js';

describe('a call as a shell command', () => {
  it('takes the token from the environment', () => {
    expect(curl('GET', 'https://admin.example.com/clients')).toBe(
      `curl -X GET 'https://admin.example.com/clients' \\\n  -H "Authorization: Bearer $TOKEN"`,
    );
  });

  it('quotes what a shell would read', () => {
    expect(patchCurl('https://a.example/clients/x', { client_name: "Ann's $HOME" }, '"7"')).toContain(
      `"client_name": "Ann'\\''s $HOME"`,
    );
  });
});
