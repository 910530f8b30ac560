import { statSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { aSelfSignedCertificate, anAuthority } from '@clientele/runtime/testing/certificates';
import { BadConfiguration, readConfig } from './config.js';
import { masterKeyFile } from './master-key.js';

const key = Buffer.from('testing key of 32 octets, random').toString('base64');

const certificate = aSelfSignedCertificate();

/** The faults that a start with this environment is refused with. */
function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (error instanceof BadConfiguration) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      issuer: 'http://localhost:4000',
      adminUrl: 'http://localhost:4001',
      host: '127.0.0.1',
      databaseUrl: 'sqlite:./data/clientele.db',
      databaseTimeout: 2,
      roles: new Set(['admin', 'issuer']),
      clientVisibility: 'everyone',
      workers: 1,
      logLevel: 'info',
      logFormat: 'json',
      tlsPolicy: 'platform',
      testResourcePath: undefined,
    });
  });

  it('lets the default addresses follow the ports', () => {
    expect(readConfig({ ISSUER_PORT: '5000', ADMIN_PORT: '5001' })).toMatchObject({
      issuer: 'http://localhost:5000',
      adminUrl: 'http://localhost:5001',
    });
  });

  it.each([
    ['ISSUER', 'http://as.example'],
    ['ISSUER', 'https://as.example/'],
    ['ISSUER', 'https://as.example/tenant'],
    ['ISSUER', 'https://as.example?a=b'],
    ['ISSUER', 'https://as.example/#x'],
    ['ISSUER', 'https://AS.example'],
    ['ISSUER', 'https://user:pass@as.example'],
    ['ISSUER', 'as.example'],
    ['ISSUER', 'ftp://as.example'],
    ['ADMIN_URL', 'http://admin.example'],
    ['ADMIN_URL', 'https://admin.example/path'],
    ['ADMIN_URL', 'https://admin.example/'],
    ['ISSUER_PORT', '-1'],
    ['ISSUER_PORT', '65536'],
    ['ADMIN_PORT', '4000'],
    ['ADMIN_PORT', '80x'],
    ['HOST', 'a b'],
    ['DATABASE_URL', 'mysql://x'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'postgres://'],
    ['DATABASE_TIMEOUT', '0'],
    ['DATABASE_TIMEOUT', '1.5'],
    ['MASTER_KEY', 'short'],
    ['MASTER_KEY', Buffer.alloc(32).toString('base64')],
    ['MASTER_KEY', Buffer.alloc(32, 'ab').toString('base64')],
    ['MASTER_KEY', Buffer.alloc(16, 'random enough, no').toString('base64')],
    ['MASTER_KEY', '!'.repeat(44)],
    ['MASTER_KEY_PREVIOUS', 'short'],
    ['BOOTSTRAP_ADMIN_PASSWORD', 'short'],
    ['BOOTSTRAP_ADMIN_PASSWORD', 'admin-admin-1'],
    ['BOOTSTRAP_CLIENT_SECRET', 'secret-secret-secret'],
    ['ROLES', 'root'],
    ['CLIENT_VISIBILITY', 'nobody'],
    ['WEB_CONCURRENCY', '0'],
    ['WEB_CONCURRENCY', 'all'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', '0.0.0.0/0'],
    ['TRUSTED_PROXIES', 'proxy'],
    ['REDIS_URL', 'redis://localhost'],
    ['TLS_CERT', '/nowhere/cert.pem'],
    ['TLS_CERT', 'package.json'],
    ['TLS_CERT', certificate.pem],
    ['TLS_KEY', certificate.keyPem],
    ['TLS_KEY', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
    ['TLS_CLIENT_CA', anAuthority().pem],
    ['TLS_CLIENT_CA', certificate.pem],
    ['MTLS_PORT', '4443'],
    ['MTLS_PORT', 'x'],
    ['MTLS_URL', 'https://mtls.as.example'],
    ['CLIENT_CERT_HEADER', 'Client-Cert'],
    ['CLIENT_CERT_HEADER', 'client cert'],
    ['CLIENT_CERT_HEADER', 'Authorization'],
    ['OUTBOUND_CA', certificate.pem],
    ['OUTBOUND_ALLOW', 'localhost'],
    ['OUTBOUND_ALLOW', 'https://localhost:8443'],
    ['OUTBOUND_ALLOW', 'localhost:8443,Other:1'],
    ['NODE_TLS_REJECT_UNAUTHORIZED', '0'],
    ['TLS_POLICY', 'rfc9325'],
    ['TLS_POLICY', 'everything'],
    ['TEST_RESOURCE_PATH', 'resource'],
    ['TEST_RESOURCE_PATH', '/userinfo'],
    ['TEST_RESOURCE_PATH', '/interaction/x'],
    ['TEST_RESOURCE_PATH', '/a?b'],
  ])('[T-127] refuses %s=%s with one line that names it', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(new RegExp(`^${name} `));
    expect(faults[0]).not.toContain('\n');
  });

  describe('of certificates', () => {
    const tls = { TLS_CERT: certificate.pem, TLS_KEY: certificate.keyPem };

    it('makes the issuer an https one', () => {
      expect(readConfig(tls)).toMatchObject({
        issuer: 'https://localhost:4000',
        tls: { cert: expect.stringContaining('BEGIN CERTIFICATE') },
        clientCertificates: { direct: false, aliasUrl: undefined },
      });
      expect(faultsOf({ ...tls, ISSUER: 'http://localhost:4000' })).toEqual([expect.stringMatching(/^ISSUER /)]);
    });

    it('[T-127] wants the key of the certificate', () => {
      expect(faultsOf({ ...tls, TLS_KEY: anAuthority().keyPem })).toEqual([expect.stringMatching(/^TLS_KEY /)]);
    });

    it('asks clients for theirs where it names authorities or has a listener for it', () => {
      const authority = anAuthority();
      expect(
        readConfig({ ...tls, TLS_CLIENT_CA: `${authority.pem}${anAuthority().pem}` }).clientCertificates,
      ).toMatchObject({
        direct: true,
        authorities: [authority.pem, expect.any(String)],
        aliasUrl: undefined,
      });
      expect(readConfig({ ...tls, MTLS_PORT: '4443' }).clientCertificates).toMatchObject({
        direct: true,
        port: 4443,
        aliasUrl: 'https://localhost:4443',
      });
      expect(
        readConfig({ ...tls, MTLS_PORT: '4443', MTLS_URL: 'https://mtls.as.example' }).clientCertificates.aliasUrl,
      ).toBe('https://mtls.as.example');
      expect(faultsOf({ ...tls, MTLS_PORT: '4000' })).toEqual([expect.stringMatching(/^MTLS_PORT /)]);
      expect(faultsOf({ ...tls, MTLS_PORT: '4443', MTLS_URL: 'http://localhost:4443' })).toEqual([
        expect.stringMatching(/^MTLS_URL /),
      ]);
    });

    it('[T-076] reads a header of proxies that are named', () => {
      const environment = { CLIENT_CERT_HEADER: 'X-SSL-Cert', TRUSTED_PROXIES: '10.0.0.1' };
      expect(readConfig(environment).clientCertificates).toMatchObject({ direct: false, header: 'x-ssl-cert' });
    });
  });

  it('tells every fault at once', () => {
    expect(faultsOf({ ISSUER: 'x', LOG_LEVEL: 'x', REDIS_URL: 'x' })).toHaveLength(3);
  });

  it('[T-127] does not repeat a secret that it refuses', () => {
    expect(faultsOf({ BOOTSTRAP_ADMIN_PASSWORD: 'hunter2', MASTER_KEY: 'hunter2' }).join('\n')).not.toContain(
      'hunter2',
    );
  });

  it('[T-106] demands a master key with PostgreSQL', () => {
    const DATABASE_URL = 'postgres://user@localhost/clientele';
    expect(faultsOf({ DATABASE_URL })).toEqual([expect.stringContaining('MASTER_KEY is required')]);
    expect(faultsOf({ DATABASE_URL, MASTER_KEY: key })).toEqual([]);
  });

  it('takes https anywhere and http on the loopback interface', () => {
    expect(faultsOf({ ISSUER: 'https://as.example:8443', ADMIN_URL: 'https://admin.example:8443' })).toEqual([]);
    expect(faultsOf({ ISSUER: 'http://127.0.0.1:9000', ADMIN_URL: 'http://[::1]:9001' })).toEqual([]);
  });
});

describe('[T-106] the file of the master key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clientele-key-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is made once, for the owner only', () => {
    const path = join(folder, 'new', 'master.key');
    const made = masterKeyFile(path);
    expect(made).toHaveLength(32);
    expect(masterKeyFile(path)).toEqual(made);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is refused when it holds something else', () => {
    const path = join(folder, 'broken.key');
    writeFileSync(path, `${Buffer.alloc(16, 'random').toString('base64')}\n`);
    expect(() => masterKeyFile(path)).toThrow('32 octets');
  });
});
