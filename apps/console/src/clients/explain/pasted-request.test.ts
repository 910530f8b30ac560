import { describe, expect, it } from 'vitest';
import { exampleRequests } from './example-requests.js';
import { readRequest } from './pasted-request.js';

const asked = { response_type: 'code', redirect_uri: 'https://app.example.com/cb', scope: 'openid profile' };

describe('a pasted request', () => {
  it.each([
    ['an authorization URL', `https://as.example/authorize?client_id=app&${new URLSearchParams(asked).toString()}#x`],
    [
      'an address that was broken into lines',
      `https://as.example/authorize?client_id=app&response_type=code\n  &redirect_uri=https%3A%2F%2Fapp.exa\n  mple.com%2Fcb&scope=openid%20profile`,
    ],
    [
      'a path with a query',
      '/authorize?client_id=app&response_type=code&redirect_uri=https://app.example.com/cb&scope=openid+profile',
    ],
    ['a query alone', '?client_id=app&response_type=code&redirect_uri=https://app.example.com/cb&scope=openid+profile'],
    [
      'a form on several lines',
      'client_id=app\nresponse_type=code&\n&redirect_uri=https://app.example.com/cb\nscope=openid+profile\n',
    ],
    [
      'a GET as logs have it',
      'GET /authorize?client_id=app&response_type=code&redirect_uri=https://app.example.com/cb&scope=openid+profile HTTP/1.1\nHost: as.example\n',
    ],
    [
      'a command that sends data in the query',
      `curl -sG 'https://as.example/authorize?client_id=app' -d response_type=code \\\n  --data-urlencode "redirect_uri=https://app.example.com/cb" --data-urlencode scope='openid profile'`,
    ],
  ])('may be %s', (_, text) => {
    expect(readRequest(text)).toEqual({ parameters: asked, client_id: 'app', isPushed: false, leftOut: [] });
  });

  it.each([
    [
      'a command of the documentation',
      `$ curl https://as.example/token \\\n  --user "svc%20one:$CLIENT_SECRET" \\\n  -d grant_type=client_credentials --data-urlencode 'scope=a b'`,
    ],
    [
      'what a browser copies',
      `curl 'https://as.example/token' -X POST -H 'Authorization: Basic ${btoa('svc+one:x')}' -H 'content-type: application/x-www-form-urlencoded' --data-raw $'grant_type=client_credentials\\u0026scope=a%20b' --compressed`,
    ],
    [
      'an HTTP message',
      `POST /token HTTP/1.1\nHost: as.example\nAuthorization: Basic ${btoa('svc%20one:x')}\n\ngrant_type=client_credentials\n&scope=a+b`,
    ],
    [
      'a command with its data attached',
      `curl https://as.example/token -dgrant_type=client_credentials '-dscope=a b' -u 'svc+one:x'`,
    ],
  ])('to the token endpoint may be %s', (_, text) => {
    expect(readRequest(text)).toEqual({
      parameters: { grant_type: 'client_credentials', scope: 'a b' },
      client_id: 'svc one',
      isPushed: false,
      leftOut: [],
    });
  });

  it.each([
    ['a command', `curl -X POST 'https://as.example/par' -u app:x -d response_type=code`],
    ['an HTTP message', `POST /par HTTP/1.1\nHost: as.example\n\nclient_id=app&response_type=code`],
  ])('may be pushed by %s', (_, text) => {
    expect(readRequest(text)).toMatchObject({ client_id: 'app', isPushed: true });
    expect(readRequest(text.replace('/par', '/parts'))).toMatchObject({ isPushed: false });
  });

  it('keeps every value of a parameter that comes several times, and none of a credential', () => {
    expect(
      readRequest(
        'grant_type=password&password=p&client_secret=s&client_assertion=eyJ&resource=urn:a:b&resource=urn:c:d',
      ),
    ).toEqual({
      parameters: { grant_type: 'password', resource: ['urn:a:b', 'urn:c:d'] },
      isPushed: false,
      client_id: undefined,
      leftOut: ['password', 'client_secret', 'client_assertion'],
    });
  });

  it.each([
    '',
    '   ',
    'please let me in',
    'https://as.example/authorize',
    'curl https://as.example/token',
    "curl 'https://as.example/x?",
  ])('is none where there are no parameters: %s', (text) => expect(readRequest(text)).toBeUndefined());
});

describe('the example requests of a client', () => {
  const metadata = {
    issuer: 'https://as.example',
    authorization_endpoint: 'https://as.example/authorize',
    token_endpoint: 'https://as.example/token',
  };

  it('are one for each grant that begins something, and are read as they are meant', () => {
    const client = {
      client_id: "o'hara",
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'] as const,
      redirect_uris: ['https://app.example.com/cb?x=1'],
      scope: 'openid api',
      allowed_code_challenge_methods: ['S256'] as const,
    };
    const read = exampleRequests(
      { ...client, grant_types: [...client.grant_types], allowed_code_challenge_methods: ['S256'] },
      metadata,
    );
    expect(read.map(({ title }) => title)).toEqual(['Authorization request', 'Client credentials']);
    expect(read.map(({ text }) => readRequest(text))).toMatchObject([
      {
        client_id: "o'hara",
        parameters: { response_type: 'code', redirect_uri: 'https://app.example.com/cb?x=1', scope: 'openid api' },
      },
      { client_id: "o'hara", parameters: { grant_type: 'client_credentials', scope: 'openid api' } },
    ]);
  });

  it('asks for what the client may be answered with', () => {
    const parametersOf = (client: object) => {
      const base = { client_id: 'old', grant_types: [], allowed_code_challenge_methods: [] };
      const [example] = exampleRequests({ ...base, ...client }, metadata);
      return readRequest(example!.text)!.parameters;
    };
    expect(parametersOf({ grant_types: ['implicit'] })).toMatchObject({ response_type: 'id_token token' });
    expect(parametersOf({ grant_types: ['implicit'] })).not.toHaveProperty('code_challenge');
    const restricted = { grant_types: ['authorization_code', 'implicit'], response_types: ['code id_token'] };
    expect(parametersOf(restricted)).toMatchObject({
      response_type: 'code id_token',
      nonce: expect.any(String) as string,
      code_challenge: expect.any(String) as string,
    });
  });
});
