import { type Client, type PublicJwk } from '@clientele/client-schema';
import { KeyUsageFlags } from '@peculiar/asn1-x509';
import { describe, expect, it } from 'vitest';
import { type PeerCertificate, type ProtocolResponse } from '../http.js';
import {
  type CertificateOptions,
  type Issued,
  aSelfSignedCertificate,
  aTrustedCa,
  anAuthority,
  clientAuth,
  nameOf,
  presented,
  serverAuth,
} from '../testing/certificates.js';
import { type World, aRegisteredClient, serverReachedBy, serverWith } from '../testing/server-with.js';

const root = anAuthority();
const other = anAuthority({ subject: 'CN=Other Authority' });

/** A server that trusts the first authority, unless told otherwise, with one client. */
async function withClient(document: Partial<Client>, trusted = { root }): Promise<World> {
  const world = await serverWith(aRegisteredClient({ token_endpoint_auth_method: 'tls_client_auth', ...document }, []));
  world.settings.records.trusted_cas = Object.entries(trusted).map(([id, one]) => aTrustedCa(id, one));
  return world;
}

const ask = (world: World, certificate?: PeerCertificate, headers: Record<string, string> = {}) =>
  world.post('/token', { grant_type: 'client_credentials', client_id: 'app' }, headers, certificate);

/** Whether the client gets a token, or by which rule not. */
async function verdict(world: World, response: Promise<ProtocolResponse>): Promise<string> {
  const answer = await response;
  if (answer.status === 200) return 'token';
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.body)).toMatchObject({
    error: 'invalid_client',
    error_description: 'client authentication failed',
  });
  return (await world.receiptOf(answer)).rule;
}

const subjectDiffers = 'client-certificate-subject-is-registered';

describe('a certificate that an authority vouches for', () => {
  it.each<[keyof Client & `tls_client_auth_${string}`, string, CertificateOptions, CertificateOptions[]]>([
    [
      'tls_client_auth_subject_dn',
      'CN=billing+UID=7,O=Example\\, Inc.,C=DE',
      { subject: 'UID=7+CN=billing,O=Example\\2c Inc.,C=DE' },
      [
        { subject: 'CN=billing+UID=7,O=Example\\, Inc.' },
        { subject: 'C=DE,O=Example\\, Inc.,CN=billing+UID=7' },
        { subject: 'CN=Billing+UID=7,O=Example\\, Inc.,C=DE' },
        { subject: 'CN=billing,UID=7,O=Example\\, Inc.,C=DE' },
        { subject: 'CN=billing\\+UID\\=7\\,O\\=Example\\\\\\, Inc.\\,C\\=DE' },
      ],
    ],
    [
      'tls_client_auth_san_dns',
      'Billing.example.com',
      { names: [{ dNSName: 'other.example.com' }, { dNSName: 'billing.EXAMPLE.com' }] },
      [
        { names: [{ dNSName: '*.example.com' }] },
        { names: [{ dNSName: 'billing.example.com.evil.example' }] },
        { names: [{ uniformResourceIdentifier: 'billing.example.com' }] },
        { subject: 'CN=billing.example.com' },
      ],
    ],
    [
      'tls_client_auth_san_uri',
      'spiffe://example.com/billing',
      { names: [{ uniformResourceIdentifier: 'spiffe://example.com/billing' }] },
      [
        { names: [{ uniformResourceIdentifier: 'spiffe://example.com/billing/' }] },
        { names: [{ uniformResourceIdentifier: 'spiffe://example.com/Billing' }] },
        { names: [{ dNSName: 'spiffe://example.com/billing' }] },
      ],
    ],
    [
      'tls_client_auth_san_ip',
      '2001:DB8:0:0::1',
      { names: [{ iPAddress: '2001:db8::1' }] },
      [
        { names: [{ iPAddress: '2001:db8::2' }] },
        { names: [{ iPAddress: '192.0.2.1' }] },
        { names: [{ dNSName: '2001:db8::1' }] },
      ],
    ],
    [
      'tls_client_auth_san_email',
      'billing@Example.com',
      { names: [{ rfc822Name: 'billing@example.COM' }] },
      [
        { names: [{ rfc822Name: 'Billing@example.com' }] },
        { names: [{ rfc822Name: 'billing@example.com.evil.example' }] },
        { subject: 'emailAddress=billing@example.com' },
      ],
    ],
  ])('[%s] proves the client of that subject alone', async (field, value, right, wrong) => {
    const world = await withClient({ [field]: value });
    expect(await verdict(world, ask(world, presented(root.issue(right))))).toBe('token');
    for (const options of wrong) {
      expect(await verdict(world, ask(world, presented(root.issue(options)))), JSON.stringify(options)).toBe(
        subjectDiffers,
      );
    }
  });

  it('[tls_client_auth_subject_dn] [T-058] is compared by what it says, whatever string type says it', async () => {
    const world = await withClient({ tls_client_auth_subject_dn: '2.5.4.3=billing, o=Example' });
    expect(await verdict(world, ask(world, presented(root.issue({ printable: true }))))).toBe('token');
  });

  it('[tls_client_auth_san_dns] [tls_client_auth_san_uri] [tls_client_auth_san_ip] [tls_client_auth_san_email] are each found in their own place, and the receipt tells what was there instead', async () => {
    const names = {
      tls_client_auth_san_dns: ['dNSName', 'billing.example.com', 'billing.example.org'],
      tls_client_auth_san_uri: [
        'uniformResourceIdentifier',
        'spiffe://example.com/billing',
        'spiffe://example.com/other',
      ],
      tls_client_auth_san_ip: ['iPAddress', '192.0.2.1', '192.0.2.2'],
      tls_client_auth_san_email: ['rfc822Name', 'billing@example.com', 'other@example.com'],
    } as const;
    for (const [field, [kind, right, wrong]] of Object.entries(names)) {
      const world = await withClient({ [field]: right });
      const showing = (value: string) => presented(root.issue({ names: [{ [kind]: value }] as never }));
      expect(await verdict(world, ask(world, showing(right))), field).toBe('token');
      expect(await world.receiptOf(await ask(world, showing(wrong)))).toMatchObject({
        rule: subjectDiffers,
        sent: wrong,
        registered: [right],
        difference: { registered: right },
      });
    }
  });

  it('[tls_client_auth_subject_dn] that differs by case alone is told so', async () => {
    const world = await withClient({ tls_client_auth_subject_dn: 'CN=Billing,O=Example' });
    const receipt = await world.receiptOf(await ask(world, presented(root.issue())));
    expect(receipt.difference).toMatchObject({ words: 'upper and lower case differ' });
  });

  it('[tls_client_auth_rdns_to_match] is compared in the parts that the client names', async () => {
    const world = await withClient({
      tls_client_auth_subject_dn: 'CN=billing,OU=blue,O=Example',
      tls_client_auth_rdns_to_match: ['CN', 'O'],
    });
    const by = (subject: string) => verdict(world, ask(world, presented(root.issue({ subject }))));
    expect(await by('CN=billing,OU=green,O=Example')).toBe('token');
    expect(await by('CN=billing,O=Example,C=DE')).toBe('token');
    expect(await by('CN=billing,OU=blue,O=Other')).toBe(subjectDiffers);
    expect(await by('CN=billing,CN=other,OU=blue,O=Example')).toBe(subjectDiffers);
    expect(await by('CN=billing')).toBe(subjectDiffers);
  });

  it('[tls_client_auth_issuer_ids] [T-058] comes from an authority that the client has chosen, or from any that is trusted', async () => {
    const document = { tls_client_auth_subject_dn: 'CN=billing,O=Example' };
    const chosen = await withClient({ ...document, tls_client_auth_issuer_ids: ['other'] }, { root, other } as never);
    expect(await verdict(chosen, ask(chosen, presented(other.issue())))).toBe('token');
    expect(await verdict(chosen, ask(chosen, presented(root.issue())))).toBe('client-certificate-is-trusted');
    const any = await withClient(document, { root, other } as never);
    expect(await verdict(any, ask(any, presented(root.issue())))).toBe('token');
    const none = await withClient(document, {} as never);
    expect(await verdict(none, ask(none, presented(root.issue())))).toBe('client-certificate-is-trusted');
    const receipt = await chosen.receiptOf(await ask(chosen, presented(root.issue())));
    expect(receipt).toMatchObject({
      sent: 'issued by CN=Authority,O=Example',
      registered: ['CN=Other Authority'],
      sentence: 'The certificate was issued by none of the authorities.',
    });
  });

  it('comes from an authority that the operator deploys, for clients that choose none', async () => {
    const client = {
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: 'CN=billing,O=Example',
    } as const;
    const options = { mutualTls: { authorities: [root.pem] } };
    const any = await serverReachedBy(options, aRegisteredClient(client, []));
    expect(await verdict(any, ask(any, presented(root.issue())))).toBe('token');
    expect(await verdict(any, ask(any, presented(other.issue())))).toBe('client-certificate-is-trusted');
    const chosen = await serverReachedBy(
      options,
      aRegisteredClient({ ...client, tls_client_auth_issuer_ids: ['other'] }, []),
    );
    expect(await verdict(chosen, ask(chosen, presented(root.issue())))).toBe('client-certificate-is-trusted');
  });

  it('[tls_client_pinned_certificate] is the pinned one, and no other of the same subject', async () => {
    const pinned = root.issue();
    const world = await withClient({ tls_client_pinned_certificate: pinned.pem });
    expect(await verdict(world, ask(world, presented(pinned)))).toBe('token');
    const again = root.issue({ keys: pinned.keys });
    expect(await verdict(world, ask(world, presented(again)))).toBe('client-certificate-is-the-pinned-one');
    const stranger = other.issue();
    const untrusted = await withClient({ tls_client_pinned_certificate: stranger.pem });
    expect(await verdict(untrusted, ask(untrusted, presented(stranger)))).toBe('client-certificate-is-trusted');
  });

  it('[tls_client_auth_termination] counts only where the client’s TLS connection ends', async () => {
    const certificate = presented(root.issue());
    const by = async (registered: 'either' | 'direct' | 'proxy', termination: 'direct' | 'proxy') => {
      const world = await withClient({
        tls_client_auth_subject_dn: 'CN=billing,O=Example',
        tls_client_auth_termination: registered,
      });
      return verdict(world, ask(world, { ...certificate, termination }));
    };
    expect(await by('either', 'direct')).toBe('token');
    expect(await by('either', 'proxy')).toBe('token');
    expect(await by('direct', 'direct')).toBe('token');
    expect(await by('proxy', 'proxy')).toBe('token');
    expect(await by('direct', 'proxy')).toBe('client-certificate-arrives-as-registered');
    expect(await by('proxy', 'direct')).toBe('client-certificate-arrives-as-registered');
  });

  it('[use_mtls_endpoint_aliases] counts only at the aliases', async () => {
    const world = await serverReachedBy(
      { mutualTls: { authorities: [root.pem], aliasUrl: 'https://mtls.as.example:8443' } },
      aRegisteredClient(
        {
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_subject_dn: 'CN=billing,O=Example',
          use_mtls_endpoint_aliases: true,
        },
        [],
      ),
    );
    const certificate = presented(root.issue());
    expect(await verdict(world, ask(world, certificate, { host: 'MTLS.as.example:8443' }))).toBe('token');
    expect(await verdict(world, ask(world, certificate, { host: 'as.example' }))).toBe(
      'client-certificate-arrives-at-the-alias',
    );
    const receipt = await world.receiptOf(await ask(world));
    expect(receipt).toMatchObject({
      rule: 'client-certificate-is-presented',
      registered: ['https://mtls.as.example:8443'],
    });
  });

  it('[T-058] may be missing, and then the client is told nothing and its owner why', async () => {
    const world = await withClient({ tls_client_auth_subject_dn: 'CN=billing,O=Example' });
    expect(await verdict(world, ask(world))).toBe('client-certificate-is-presented');
    const garbage = { der: Buffer.from('garbage'), chain: [], termination: 'direct' } as const;
    expect(await verdict(world, ask(world, garbage))).toBe('client-certificate-is-readable');
    const { der } = root.issue();
    const longer = { der: Buffer.concat([der, Buffer.from('x')]), chain: [], termination: 'direct' } as const;
    expect(await verdict(world, ask(world, longer))).toBe('client-certificate-is-readable');
  });

  it.each<[string, CertificateOptions, string]>([
    ['has expired', { to: new Date('2023-01-01') }, 'client-certificate-is-current'],
    ['is not valid yet', { from: new Date('2024-01-01') }, 'client-certificate-is-current'],
    ['is for servers', { purposes: [serverAuth] }, 'client-certificate-is-for-clients'],
    ['is of a key that only encrypts', { usage: KeyUsageFlags.keyEncipherment }, 'client-certificate-is-for-clients'],
    ['has a critical extension of nobody', { critical: '1.3.6.1.4.1.99999.1' }, 'client-certificate-is-for-clients'],
    ['is for clients', { purposes: [serverAuth, clientAuth] }, 'token'],
  ])('[T-058] that %s', async (_, options, expected) => {
    const world = await withClient({ tls_client_auth_subject_dn: 'CN=billing,O=Example' });
    expect(await verdict(world, ask(world, presented(root.issue(options))))).toBe(expected);
  });

  describe('[T-058] leads to its authority', () => {
    const intermediate = (options: CertificateOptions = {}) =>
      root.issue({ subject: 'CN=Intermediate', ca: true, ...options });
    const by = async (leaf: Issued, chain: readonly Issued[], trusted: object = { root }) => {
      const world = await withClient({ tls_client_auth_subject_dn: 'CN=billing,O=Example' }, trusted as never);
      const response = await ask(world, presented(leaf, ...chain));
      return response.status === 200 ? 'token' : (await world.receiptOf(response)).sentence;
    };

    it('over those that come with it, in whatever order', async () => {
      const first = intermediate();
      const second = first.issue({ subject: 'CN=Second', ca: true });
      const leaf = second.issue();
      expect(await by(leaf, [second, first])).toBe('token');
      expect(await by(leaf, [root, first, second])).toBe('token');
      expect(await by(leaf, [second])).toMatch(/none of the authorities/);
      expect(await by(leaf, [second], { first })).toBe('token');
    });

    it.each<[string, CertificateOptions, RegExp]>([
      ['one that is no authority', { ca: false, usage: KeyUsageFlags.keyCertSign }, /no authority/],
      [
        'one that may not sign certificates',
        { usage: KeyUsageFlags.digitalSignature },
        /none of the authorities|may not sign/,
      ],
      ['one that has expired', { to: new Date('2023-01-01') }, /has expired/],
      ['one that is not valid yet', { from: new Date('2024-01-01') }, /not valid yet/],
      ['one with a critical extension of nobody', { critical: '1.3.6.1.4.1.99999.1' }, /does not judge: 1\.3\.6/],
    ])('but not over %s', async (_, options, sentence) => {
      const bad = intermediate(options);
      expect(await by(bad.issue(), [bad])).toMatch(sentence);
    });

    it.each<[string, CertificateOptions, CertificateOptions, CertificateOptions]>([
      [
        'domains',
        { permitted: [{ dNSName: 'example.com' }], excluded: [{ dNSName: 'secret.example.com' }] },
        { names: [{ dNSName: 'a.Example.com' }, { dNSName: 'example.com' }] },
        { names: [{ dNSName: 'a.example.com' }, { dNSName: 'b.secret.example.com' }] },
      ],
      [
        'what is below a domain',
        { permitted: [{ dNSName: '.example.com' }] },
        { names: [{ dNSName: 'a.example.com' }] },
        { names: [{ dNSName: 'badexample.com' }] },
      ],
      [
        'hosts of URIs',
        { permitted: [{ uniformResourceIdentifier: '.example.com' }] },
        { names: [{ uniformResourceIdentifier: 'spiffe://user@a.example.com/x' }] },
        { names: [{ uniformResourceIdentifier: 'urn:example.com' }] },
      ],
      [
        'hosts of URIs that are not excluded',
        { excluded: [{ uniformResourceIdentifier: 'evil.example' }] },
        { names: [{ uniformResourceIdentifier: 'https://a.evil.example/' }] },
        { names: [{ uniformResourceIdentifier: 'https://[2001:db8::1]/' }] },
      ],
      [
        'networks',
        { permitted: [{ iPAddress: '10.0.0.0/8' }], excluded: [{ iPAddress: '10.9.0.0/16' }] },
        { names: [{ iPAddress: '10.1.2.3' }] },
        { names: [{ iPAddress: '10.9.2.3' }] },
      ],
      [
        'networks, and none of the other family',
        { permitted: [{ iPAddress: '10.0.0.0/8' }] },
        { names: [{ iPAddress: '10.1.2.3' }] },
        { names: [{ iPAddress: '2001:db8::1' }] },
      ],
      [
        'mailboxes',
        { permitted: [{ rfc822Name: 'example.com' }], excluded: [{ rfc822Name: 'root@example.com' }] },
        { names: [{ rfc822Name: 'a@Example.com' }] },
        { names: [{ rfc822Name: 'root@EXAMPLE.com' }] },
      ],
      [
        'mailboxes that the subject names',
        { permitted: [{ rfc822Name: 'example.com' }] },
        {},
        { subject: 'emailAddress=a@evil.example,CN=billing,O=Example' },
      ],
      [
        'organizations',
        { permitted: [{ directoryName: nameOf({ subject: 'O=Example' }) }] },
        {},
        { subject: 'CN=billing,O=Example+OU=x' },
      ],
      [
        'all but an organization, however it is written',
        { excluded: [{ directoryName: nameOf({ subject: 'O=Evil  corp' }) }] },
        {},
        { subject: 'CN=billing,O=EVIL Corp' },
      ],
    ])('within the names for which its authorities may issue: %s', async (_, constraints, inside, outside) => {
      const one = intermediate(constraints);
      expect(await by(one.issue(inside), [one])).toBe('token');
      expect(await by(one.issue(outside), [one])).toMatch(/may not issue/);
      const below = one.issue({ subject: 'CN=Below,O=Example', ca: true });
      expect(await by(below.issue(outside), [below, one])).toMatch(/may not issue/);
    });

    it('over none whose constraints nobody compares', async () => {
      const odd = intermediate({ permitted: [{ registeredID: '1.2.3' }] });
      expect(await by(odd.issue(), [odd])).toMatch(/none of the authorities/);
    });

    it('but not over more than an authority allows', async () => {
      const last = intermediate({ pathLength: 0 });
      const more = last.issue({ subject: 'CN=More', ca: true });
      expect(await by(last.issue(), [last])).toBe('token');
      expect(await by(more.issue(), [more, last])).toMatch(/more authorities above it/);
    });

    it('by signatures, and not by names', async () => {
      const impostor = anAuthority();
      expect(await by(impostor.issue(), [impostor])).toMatch(/signature/);
      const leaf = intermediate().issue();
      expect(await by(leaf, [intermediate()])).toMatch(/signature/);
    });

    it('while that is valid', async () => {
      const expired = anAuthority({ to: new Date('2023-01-01') });
      expect(await by(expired.issue(), [], { expired })).toMatch(/has expired/);
    });

    it('and is none itself', async () => {
      const world = await withClient({ tls_client_pinned_certificate: root.pem });
      expect(await verdict(world, ask(world, presented(root)))).not.toBe('token');
      const self = aSelfSignedCertificate();
      expect(await by(self, [self])).toMatch(/none of the authorities|no authority/);
    });

    it('without being led in circles', async () => {
      const { keys } = root;
      const circle = Array.from({ length: 8 }, () => anAuthority({ keys, pathLength: 9 }));
      const started = performance.now();
      expect(await by(circle[0]!.issue(), circle, { other })).toMatch(/none of the authorities/);
      expect(performance.now() - started).toBeLessThan(2_000);
    });
  });
});

describe('a certificate that the client has registered', () => {
  const jwkOf = ({ keys }: Issued, more: object = {}): PublicJwk => ({
    ...(keys.publicKey.export({ format: 'jwk' }) as PublicJwk),
    ...more,
  });
  const x5cOf = (certificate: Issued, kid = '1') =>
    jwkOf(certificate, { kid, x5c: [certificate.der.toString('base64')] });
  const method = { token_endpoint_auth_method: 'self_signed_tls_client_auth' } as const;
  const mine = aSelfSignedCertificate();

  it('[jwks] proves it by the certificate, or by its key where the keys hold no certificate', async () => {
    const world = await withClient({ ...method, jwks: { keys: [x5cOf(mine)] } });
    expect(await verdict(world, ask(world, presented(mine)))).toBe('token');
    const renewed = aSelfSignedCertificate({ keys: mine.keys });
    expect(await verdict(world, ask(world, presented(renewed)))).toBe('client-certificate-key-is-registered');
    expect(await verdict(world, ask(world, presented(aSelfSignedCertificate())))).toBe(
      'client-certificate-key-is-registered',
    );
    const byKey = await withClient({ ...method, jwks: { keys: [jwkOf(mine)] } });
    expect(await verdict(byKey, ask(byKey, presented(renewed)))).toBe('token');
    expect(await verdict(byKey, ask(byKey, presented(aSelfSignedCertificate())))).toBe(
      'client-certificate-key-is-registered',
    );
  });

  it('[jwks_uri] is looked for again where it is not among the keys, and not before the client can have published it', async () => {
    const uri = 'https://app.example.com/jwks.json';
    const world = await withClient({ ...method, jwks_uri: uri });
    world.fetcher.documents.set(uri, { keys: [x5cOf(mine)] });
    expect(await verdict(world, ask(world, presented(mine)))).toBe('token');
    const next = aSelfSignedCertificate();
    expect(await verdict(world, ask(world, presented(next)))).toBe('client-certificate-key-is-registered');
    world.fetcher.documents.set(uri, { keys: [x5cOf(mine), x5cOf(next, '2')] });
    world.clock.advance(31);
    expect(await verdict(world, ask(world, presented(next)))).toBe('token');
    expect(world.fetcher.asked).toHaveLength(2);
  });

  it('[T-058] is not accepted when it has expired', async () => {
    const old = aSelfSignedCertificate({ to: new Date('2023-01-01') });
    const world = await withClient({ ...method, jwks: { keys: [x5cOf(old)] } });
    expect(await verdict(world, ask(world, presented(old)))).toBe('client-certificate-is-current');
  });

  it('[tls_client_pinned_certificate] may be pinned in place of keys', async () => {
    const world = await withClient({ ...method, tls_client_pinned_certificate: mine.pem });
    expect(await verdict(world, ask(world, presented(mine)))).toBe('token');
    const renewed = aSelfSignedCertificate({ keys: mine.keys });
    expect(await verdict(world, ask(world, presented(renewed)))).toBe('client-certificate-is-the-pinned-one');
  });
});

describe('a certificate of the second way', () => {
  const way = {
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: 'https://app.example.com/jwks.json',
    secondary_token_endpoint_auth_method: 'tls_client_auth',
  } as const;

  it('[secondary_tls_client_auth_subject_type] [secondary_tls_client_auth_subject_value] is of the subject that is named', async () => {
    const world = await withClient({
      ...way,
      secondary_tls_client_auth_subject_type: 'san_dns',
      secondary_tls_client_auth_subject_value: 'billing.example.com',
    });
    const named = root.issue({ names: [{ dNSName: 'billing.example.com' }] });
    expect(await verdict(world, ask(world, presented(named)))).toBe('token');
    expect(await verdict(world, ask(world, presented(root.issue({ subject: 'CN=billing.example.com' }))))).toBe(
      subjectDiffers,
    );
  });

  it('[secondary_tls_client_auth_issuer_ids] comes from an authority that is chosen for it', async () => {
    const world = await withClient(
      {
        ...way,
        secondary_tls_client_auth_subject_type: 'subject_dn',
        secondary_tls_client_auth_subject_value: 'CN=billing,O=Example',
        secondary_tls_client_auth_issuer_ids: ['other'],
      },
      { root, other } as never,
    );
    expect(await verdict(world, ask(world, presented(other.issue())))).toBe('token');
    expect(await verdict(world, ask(world, presented(root.issue())))).toBe('client-certificate-is-trusted');
  });

  it('[secondary_tls_client_pinned_certificate] is the pinned one', async () => {
    const pinned = root.issue();
    const world = await withClient({ ...way, secondary_tls_client_pinned_certificate: pinned.pem });
    expect(await verdict(world, ask(world, presented(pinned)))).toBe('token');
    expect(await verdict(world, ask(world, presented(root.issue())))).toBe('client-certificate-is-the-pinned-one');
  });

  it('is tried when that of the first way is another, and is good for nothing once it has ended', async () => {
    const [first, second] = [root.issue(), aSelfSignedCertificate()];
    const world = await withClient({
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_pinned_certificate: first.pem,
      secondary_token_endpoint_auth_method: 'self_signed_tls_client_auth',
      secondary_tls_client_pinned_certificate: second.pem,
      secondary_authentication_expires_at: new Date((1_700_000_000 + 60) * 1000).toISOString(),
    });
    expect(await verdict(world, ask(world, presented(first)))).toBe('token');
    expect(await verdict(world, ask(world, presented(second)))).toBe('token');
    world.clock.advance(61);
    expect(await verdict(world, ask(world, presented(first)))).toBe('token');
    expect(await verdict(world, ask(world, presented(second)))).toBe('client-certificate-is-the-pinned-one');
  });
});
