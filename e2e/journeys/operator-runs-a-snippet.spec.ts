import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { aMachine, expect, test } from './fixtures.js';

const execute = promisify(execFile);

for (const library of ['openid-client', 'oauth4webapi', 'curl']) {
  test(`an operator runs the program for ${library} and has a token`, async ({ operator, admin, server, page }) => {
    const client = await admin.creates(aMachine({ scope: 'clients:read' }));
    await operator.opensClient(client.client_id, 'Code');
    await page.getByRole('radiogroup', { name: 'Library' }).getByText(library, { exact: true }).click();
    const program = await page.getByLabel(`${library} program`, { exact: true }).innerText();

    // Below the tests, so that the libraries are found; they are what the page says to install.
    const folder = join(import.meta.dirname, '../test-results/programs');
    mkdirSync(folder, { recursive: true });
    const file = join(folder, library === 'curl' ? 'curl.sh' : `${library}.mjs`);
    writeFileSync(file, program);
    const env = { PATH: process.env.PATH, CLIENT_SECRET: client.client_secret };
    const { stdout } = await execute(library === 'curl' ? 'sh' : process.execPath, [file], { env });
    const [token] = /eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(stdout)!;
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(`${server.issuer}/jwks`)), {
      issuer: server.issuer,
      audience: server.adminUrl,
      typ: 'at+jwt',
    });
    expect(payload).toMatchObject({ client_id: client.client_id, scope: 'clients:read' });
  });
}
