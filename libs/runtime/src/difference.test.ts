import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestDifference } from './difference.js';

const registered = 'https://app.example.com/callback';

describe('the difference to the nearest registered value', () => {
  it.each([
    [`${registered}/`, 'a trailing slash', 32],
    ['https://app.example.com/callback\n', 'white space around the value', 32],
    ['https://app.example.com/Callback', 'upper and lower case differ', 24],
    ['http://app.example.com/callback', 'http instead of https', 4],
    ['https://app.example.com:8443/callback', 'port 8443 instead of no port', 23],
    ['https://app.example.org/callback', 'host app.example.org instead of app.example.com', 20],
    ['https://app.example.com/return', 'path /return instead of /callback', 24],
    [`${registered}?x=1`, 'another query', 32],
    [`${registered}#x`, 'a fragment', 32],
    ['https://user@app.example.com/callback', 'user information in the address', 8],
    [
      'https://app.example.com:443/callback',
      'the same address in another spelling; addresses are compared character by character',
      23,
    ],
    ['//app.example.com/callback', 'the values differ from character 1 on', 0],
  ])('of %j is %s', (sent, words, at) => {
    expect(nearestDifference(sent, ['https://other.example/', registered, 'com.example.app:/x'])).toEqual({
      registered,
      words,
      at,
    });
  });

  it('says what is missing', () => {
    expect(nearestDifference('https://a.example/x', ['https://a.example/x/'])?.words).toBe(
      'the trailing slash is missing',
    );
    expect(nearestDifference('https://a.example/x', ['https://a.example/x?y=1'])?.words).toBe('the query is missing');
    expect(
      nearestDifference('http://127.0.0.1/x', ['http://127.0.0.1:80/x', 'http://127.0.0.1:81/x'])?.words,
    ).toContain('spelling');
  });

  it('is nothing where there is nothing to compare, or no difference', () => {
    expect(nearestDifference('x', [])).toBeNull();
    expect(nearestDifference(registered, [registered])).toBeNull();
  });

  it('[T-112] is found for any two texts, in time that grows with their length alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string({ unit: 'binary' })), (sent, values) => {
        const difference = nearestDifference(sent, values);
        if (difference) expect(difference.at).toBeLessThanOrEqual(Math.max(sent.length, difference.registered.length));
      }),
    );
    const long = 'a'.repeat(65_536);
    const start = performance.now();
    nearestDifference(
      long,
      Array.from({ length: 50 }, (_, i) => `${long}${i}`),
    );
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
