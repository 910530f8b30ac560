import { describe, expect, it } from 'vitest';
import { httpsUrlFault, logoFault, sentToUrlFault, webUrlFault } from './web-url.js';

describe('an address that people follow', () => {
  it.each(['https://app.example.com', 'http://app.example.com:8080/a?b=c#d', 'https://xn--bcher-kva.example/'])(
    'may be %s',
    (url) => {
      expect(webUrlFault(url)).toBeUndefined();
    },
  );

  it.each([
    'javascript:alert(1)',
    ' https://app.example.com',
    'https:/app.example.com',
    'https:app.example.com',
    'https://',
    'https://user:pw@app.example.com',
    'https://app.example.com/a b',
    'https://app.example.com/100%',
    'https://app.example.com/[a]',
    'https://app.example.com/#a#b',
    'https://app.example.com\\@evil.example',
    'https://bücher.example',
    'data:text/html,x',
    '/terms',
    '',
    `https://app.example.com/${'a'.repeat(2048)}`,
    undefined,
    ['https://app.example.com'],
  ])('must not be %s', (url) => {
    expect(webUrlFault(url)).toMatch(/^must/);
  });
});

describe('an https address', () => {
  it('is not an http address', () => {
    expect(httpsUrlFault('https://app.example.com/jwks.json')).toBeUndefined();
    expect(httpsUrlFault('http://app.example.com/jwks.json')).toBe('must be an absolute https URL');
  });
});

describe('a logo', () => {
  it.each([
    'https://app.example.com/logo.png',
    'data:image/png;base64,AAAA',
    'data:image/svg+xml;charset=utf-8;base64,AAAA',
  ])('may be %s', (logo) => {
    expect(logoFault(logo)).toBeUndefined();
  });

  it.each([
    'data:text/html,<script>',
    'data:image/png',
    'DATA:application/pdf;base64,AAAA',
    'data:image/png;base64,a b',
  ])('must not be %s', (logo) => {
    expect(logoFault(logo)).toMatch(/picture/);
  });

  it('has at most 64 KiB', () => {
    expect(logoFault(`data:image/png;base64,${'A'.repeat(65_536)}`)).toMatch(/65536/);
  });
});

describe('an address that browsers are sent to', () => {
  it.each(['https://app.example.com/start', 'http://localhost:3000/', 'http://127.0.0.1/', 'http://[::1]:8080/a'])(
    'may be %s',
    (url) => {
      expect(sentToUrlFault(url)).toBeUndefined();
    },
  );

  it.each(['http://app.example.com', 'http://localhost.example.com', 'https://user@app.example.com', 'app:/start', 7])(
    'must not be %s',
    (url) => {
      expect(sentToUrlFault(url)).toBeDefined();
    },
  );
});
