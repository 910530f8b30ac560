import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Page } from '@playwright/test';
import { createRemoteJWKSet, exportPKCS8, jwtVerify } from 'jose';
import { clientKeys } from '../client-keys.js';
import { alice } from '../people.js';
import { type Console } from './console.js';
import { aMachine, aWebApp, expect, test } from './fixtures.js';

const execute = promisify(execFile);

/** What the page of a client offers for a library, in a file. */
async function program(operator: Console, page: Page, client_id: string, library: string): Promise<string> {
  await operator.opensClient(client_id, 'Code');
  await page.getByRole('radiogroup', { name: 'Library' }).getByText(library, { exact: true }).click();
  const code = await page.getByLabel(`${library} program`, { exact: true }).innerText();
  // Below the tests, so that the libraries are found; they are what the page says to install.
  const folder = join(import.meta.dirname, '../test-results/programs');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, library === 'curl' ? 'curl.sh' : `${library}.mjs`);
  writeFileSync(file, code);
  return file;
}

const bound = { dpop_bound_access_tokens: true };
for (const [library, document] of [
  ['openid-client', {}],
  ['oauth4webapi', {}],
  ['curl', {}],
  ['openid-client', bound],
  ['oauth4webapi', bound],
] as const) {
  const kind = document === bound ? ', bound to a key' : '';
  test(`an operator runs the program for ${library} and has a token${kind}`, async ({
    operator,
    admin,
    server,
    page,
  }) => {
    const client = await admin.creates(aMachine({ scope: 'clients:read', ...document }));
    const file = await program(operator, page, client.client_id, library);
    const env = { PATH: process.env.PATH, CLIENT_SECRET: client.client_secret };
    const { stdout } = await execute(library === 'curl' ? 'sh' : process.execPath, [file], { env });
    const [token] = /eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(stdout)!;
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${server.issuer}/jwks`)), {
      issuer: server.issuer,
      audience: server.adminUrl,
      typ: 'at+jwt',
    });
    expect(payload).toMatchObject({ client_id: client.client_id, scope: 'clients:read' });
    expect('cnf' in payload).toBe(document === bound);
  });
}

for (const library of ['openid-client', 'oauth4webapi']) {
  test(`an operator runs the program for ${library} of a client that protects every request`, async ({
    operator,
    admin,
    server,
    page,
  }) => {
    const keys = await clientKeys('ES256');
    const client = await admin.creates(
      aWebApp({
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: keys.jwks,
        require_pushed_authorization_requests: true,
        require_signed_request_object: true,
        require_jwt_secured_authorization_response: true,
        ...bound,
      }),
    );
    const file = await program(operator, page, client.client_id, library);
    const env = { PATH: process.env.PATH, PRIVATE_KEY: await exportPKCS8(keys.privateKey) };
    const running = spawn(process.execPath, [file], { env });
    let written = '';
    for (const stream of [running.stdout, running.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (written += text));
    const address = () => /Open in a browser: (\S+)\n/.exec(written)?.[1];
    await expect.poll(() => address() ?? written).toContain('request_uri=urn');
    const cameBackTo = await server.browser().signsInAt(address()!, alice);
    expect(cameBackTo.searchParams.has('response')).toBe(true);
    running.stdin.end(`${cameBackTo.href}\n`);
    const [code] = await once(running, 'close');
    expect(written).toContain(`aud: '${client.client_id}'`);
    expect(code).toBe(0);
  });
}
