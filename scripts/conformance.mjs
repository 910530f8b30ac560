import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { Failure, root, run, script, start } from './run.mjs';

/** What the command writes; nothing else is removed by it. */
const folder = join(root, 'data/conformance');

/** Checks line by line what an unattended run needs, and ends with the first that does not hold. */
async function check() {
  await build();
  const reporting = ['--reporter=verbose', '--bail=1'];
  await run('vitest', ['run', '--project', 'database', ...reporting, 'e2e/libraries/conformance.test.ts']);
}

/** Starts a server on a database of its own for the official suite, and writes the configurations of its plans. */
async function serve() {
  const options = optionsOf(process.argv.slice(3));
  await build();
  // What these need has been compiled now.
  const { aParty, hostCertificate } = await import('./conformance-parties.mjs');
  const { automationSecret, clientsFor, load, resourcePath, suiteConfigurations } =
    await import('./conformance-setup.mjs');
  const secret = automationSecret(process.env);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });

  const issuer = new URL(options.issuer);
  const port = Number(issuer.port || 443);
  const mtls = `https://${issuer.hostname}:${port + 1}`;
  const host = hostCertificate(issuer.hostname, 'localhost');
  writeFileSync(join(folder, 'authority.pem'), host.authority);
  const admin = `http://localhost:${options.admin}`;
  const server = start('node', [join(root, 'apps/api/dist/main.js')], {
    cwd: folder,
    env: {
      ISSUER: issuer.origin,
      ISSUER_PORT: String(port),
      MTLS_PORT: String(port + 1),
      ADMIN_PORT: options.admin,
      ADMIN_URL: admin,
      HOST: options.host,
      TLS_CERT: host.pem,
      TLS_KEY: host.keyPem,
      TLS_POLICY: 'rfc9325',
      TEST_RESOURCE_PATH: resourcePath,
      OUTBOUND_ALLOW: `${new URL(options.suite).hostname}:${new URL(options.suite).port || '443'}`,
      ...(options['suite-ca'] && { OUTBOUND_CA: readFileSync(options['suite-ca'], 'utf8') }),
      BOOTSTRAP_CLIENT_SECRET: secret,
    },
  });
  const ended = once(server, 'exit');
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill('SIGTERM'));
  await readiness(admin, server);

  setDefaultCACertificates([...getCACertificates(), host.authority]);
  const parties = /** @type {const} */ ([aParty('first'), aParty('second')]);
  const place = `${options.suite}/test/a/${options.alias}`;
  await load(await adminApi(admin, `https://localhost:${port}`, secret), clientsFor(place, parties));
  const where = { issuer: issuer.origin, mtls, alias: options.alias, suite: options.suite };
  const lines = suiteConfigurations(where, parties).flatMap(({ file, configuration, plans }) => {
    writeFileSync(join(folder, file), JSON.stringify(configuration, null, 2));
    return plans.map((plan) => `  scripts/run-test-plan.py '${plan}' ${join(folder, file)}`);
  });
  process.stdout.write(
    `\nThe client clientele-automation has the secret ${secret}\nEverything is loaded. In the folder of the suite:\n\n${lines.join('\n')}\n\n`,
  );
  await ended;
}

/** @param {string[]} args */
function optionsOf(args) {
  try {
    return parseArgs({
      args,
      options: {
        suite: { type: 'string', default: 'https://localhost.emobix.co.uk:8443' },
        'suite-ca': { type: 'string' },
        issuer: { type: 'string', default: 'https://localhost:4443' },
        admin: { type: 'string', default: '4001' },
        host: { type: 'string', default: '127.0.0.1' },
        alias: { type: 'string', default: 'clientele' },
      },
    }).values;
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Resolves when the server answers.
 *
 * @param {string} admin
 * @param {import('node:child_process').ChildProcess} server
 */
async function readiness(admin, server) {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Failure('the server ended at its start');
    const ready = await fetch(`${admin}/readyz`).catch(() => undefined);
    await ready?.body?.cancel();
    if (ready?.ok) return;
    await wait(100);
  }
  throw new Failure('the server is not ready after a minute');
}

/**
 * The admin API, called with a token of the automation client.
 *
 * @param {string} admin
 * @param {string} issuer
 * @param {string} secret
 */
async function adminApi(admin, issuer, secret) {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`clientele-automation:${encodeURIComponent(secret)}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'admin' }),
  });
  const { access_token } = /** @type {any} */ (await answer.json());
  /** @type {(method: string, path: string, body: object) => Promise<{ status: number, body: any }>} */
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' };
    const told = await fetch(`${admin}${path}`, { method, headers, body: JSON.stringify(body) });
    return { status: told.status, body: await told.json() };
  };
}

await script(() => {
  const [task = 'check'] = process.argv.slice(2);
  if (task === 'check') return check();
  if (task === 'serve') return serve();
  throw new Failure(`conformance knows check and serve, and not ${task}`);
});
