import { type Spec, rfc } from '@clientele/client-schema';
import { formatDistinguishedName } from '@clientele/client-schema/distinguished-name';
import { type Certificate, readCertificate } from '../certificates/certificate.js';
import { maxOffered, pathFault } from '../certificates/certification-path.js';
import { isOfSubject, subjectIn } from '../certificates/subject.js';
import { type Context } from '../context.js';
import { type PeerCertificate, type ProtocolRequest, header } from '../http.js';
import { type ClientProof, type RegisteredClient, type VerificationKey } from '../registered-client.js';
import { type ProtocolRule } from '../steps.js';
import { type AuthenticationMethod } from './method.js';

/** The methods that prove a client by the certificate of its connection. */
export const certificateMethods = ['tls_client_auth', 'self_signed_tls_client_auth'] as const;

const certificateRule = (id: string, sentence: string, spec: Spec = rfc(8705, '2')): ProtocolRule => ({
  id,
  spec,
  error: 'invalid_client',
  description: 'client authentication failed',
  sentence,
});

export const certificateIsPresented = certificateRule(
  'client-certificate-is-presented',
  'The client authenticates with a certificate, and the request came without one.',
);
const certificateIsReadable = certificateRule(
  'client-certificate-is-readable',
  'The certificate of the request cannot be read.',
);
const arrivesAtAlias = certificateRule(
  'client-certificate-arrives-at-the-alias',
  'The client uses the mutual-TLS addresses of this server (use_mtls_endpoint_aliases), and the request came to another.',
  rfc(8705, '5'),
);
const arrivesAsRegistered = certificateRule(
  'client-certificate-arrives-as-registered',
  'The certificate came another way than the client’s tls_client_auth_termination says.',
);
const isThePinnedOne = certificateRule(
  'client-certificate-is-the-pinned-one',
  'The certificate is not the one that the client has pinned.',
);
const isCurrent = certificateRule(
  'client-certificate-is-current',
  'The certificate has expired, or is not valid yet.',
  rfc(5280, '4.1.2.5'),
);
const isForClients = certificateRule(
  'client-certificate-is-for-clients',
  'The certificate’s key may not be used to authenticate a client.',
  rfc(5280, '4.2.1.12'),
);
const isTrusted = certificateRule(
  'client-certificate-is-trusted',
  'The certificate leads to none of the authorities that the client’s certificates are to come from.',
  rfc(5280, '6.1'),
);
const subjectIsRegistered = certificateRule(
  'client-certificate-subject-is-registered',
  'The certificate is of another subject than the client’s.',
  rfc(8705, '2.1.2'),
);
const keyIsRegistered = certificateRule(
  'client-certificate-key-is-registered',
  'The certificate is none of those in the keys of the client, nor is its key among them.',
  rfc(8705, '2.2'),
);

/** A certificate as it is presented, read. */
export interface PresentedCertificate extends Certificate {
  readonly termination: PeerCertificate['termination'];
}

/** RFC 5280 §4.2.1.12. */
const purposes = { clientAuth: '1.3.6.1.5.5.7.3.2', any: '2.5.29.37.0' } as const;

/** By a certificate that an authority vouches for, RFC 8705 §2.1. */
export const tlsClientAuth: AuthenticationMethod<'tls_client_auth'> = {
  method: 'tls_client_auth',

  async verify({ certificate }, proof, client, context) {
    const { steps, clock, registry, authorities } = context;
    const presented = readPresented(certificate, context);
    const { subjects, rdns, issuer_ids } = proof.certificate;
    checkArrival(presented, client, context);
    checkItself(presented, proof, context);

    const { key_usage, purposes: own, unknown } = presented;
    const isClient = !own || own.includes(purposes.clientAuth) || own.includes(purposes.any);
    const signs = !key_usage || key_usage.includes('digitalSignature');
    steps.hold(isForClients, isClient && signs && unknown.length === 0, () => ({
      sent: [...(key_usage ?? []), ...(own ?? []), ...unknown].join(', '),
      registered: ['digitalSignature', purposes.clientAuth],
    }));
    const trusted = authorities.of(issuer_ids, await registry.server());
    const offered = certificate.chain.slice(0, maxOffered).flatMap((der) => readCertificate(der) ?? []);
    const fault = pathFault(presented, offered, trusted, clock.now());
    steps.hold(isTrusted, fault === undefined, () => ({
      sent: `issued by ${formatDistinguishedName(presented.issuer)}`,
      registered: trusted.map(({ subject }) => formatDistinguishedName(subject)),
      sentence: `The certificate ${fault}.`,
    }));
    for (const subject of subjects) {
      steps.hold(subjectIsRegistered, isOfSubject(presented, subject, rdns), () => ({
        sent: subjectIn(presented, subject.type).join(', ') || `no ${subject.type}`,
        registered: subject.value,
        compare: 'text',
      }));
    }
    return undefined;
  },
};

/** By a certificate that nobody else vouches for, among the client's own keys: RFC 8705 §2.2. */
export const selfSignedTlsClientAuth: AuthenticationMethod<'self_signed_tls_client_auth'> = {
  method: 'self_signed_tls_client_auth',

  async verify({ certificate }, proof, client, context) {
    const presented = readPresented(certificate, context);
    checkArrival(presented, client, context);
    checkItself(presented, proof, context);
    if (proof.certificate.pinned === undefined) await checkKey(presented, proof, context);
    return undefined;
  },
};

/** The certificate that a request was made with, if there is one. @throws OAuthError invalid_client if it is unreadable */
export function readPresented(certificate: PeerCertificate, { steps }: Pick<Context, 'steps'>): PresentedCertificate {
  const leaf = steps.need(certificateIsReadable, readCertificate(certificate.der));
  return { ...leaf, termination: certificate.termination };
}

/** Checks that a certificate came where the client says that it does. @throws OAuthError invalid_client */
export function checkArrival(
  { termination }: PresentedCertificate,
  client: RegisteredClient,
  { steps, request, addresses: { mutualTls } }: Context,
): void {
  const { tls_client_auth_termination: registered, use_mtls_endpoint_aliases } = client;
  steps.hold(arrivesAsRegistered, registered === 'either' || registered === termination, () => ({
    sent: termination,
    registered,
    suggestion: { set: { tls_client_auth_termination: termination } },
  }));
  if (use_mtls_endpoint_aliases && mutualTls?.aliasUrl !== undefined) checkAddress(request, mutualTls.aliasUrl, steps);
}

/** What the certificate says of itself, and whether it is the one that the client has pinned. */
function checkItself(
  { thumbprint, not_before, not_after }: PresentedCertificate,
  { certificate: { pinned } }: ClientProof,
  { steps, clock }: Context,
): void {
  const now = clock.now();
  steps.hold(isCurrent, now >= not_before && now <= not_after, () => ({
    sent: `valid from ${instant(not_before)} to ${instant(not_after)}`,
    registered: `valid at ${instant(now)}`,
  }));
  steps.hold(isThePinnedOne, pinned === undefined || pinned === thumbprint, () => ({
    sent: `SHA-256 ${thumbprint}`,
    registered: `SHA-256 ${pinned}`,
  }));
}

async function checkKey(
  presented: PresentedCertificate,
  { published, verification_keys, keys_expire_at }: ClientProof,
  { clock, steps, remoteKeys, registry }: Context,
): Promise<void> {
  const { settings } = await registry.server();
  const isIts = (key: VerificationKey): boolean => key.jwk.use !== 'enc' && isKeyOf(key, presented);
  const remote = published && (await remoteKeys.find(published, settings.jwks_cache_ttl, isIts));
  const fetched = remote?.keys.filter(({ jwk }) => jwk.use !== 'enc');
  const keys = fetched ?? (keys_expire_at > clock.now() ? verification_keys : []);
  steps.hold(keyIsRegistered, keys.some(isIts), () => ({
    sent: `SHA-256 ${presented.thumbprint}`,
    registered: keys.map((key) => thumbprintOf(key) ?? key.kid ?? 'a key without kid'),
    ...(remote?.failure !== undefined && {
      sentence: `The keys of the client could not be fetched: ${remote.failure}.`,
    }),
  }));
}

/** A key with a certificate stands for that certificate; one without, for every certificate of the key. */
function isKeyOf(key: VerificationKey, { thumbprint, x509 }: PresentedCertificate): boolean {
  return 'x5c' in key.jwk ? certificateOf(key)?.thumbprint === thumbprint : key.key.equals(x509.publicKey);
}

function thumbprintOf(key: VerificationKey): string | undefined {
  const certificate = certificateOf(key);
  return certificate && `SHA-256 ${certificate.thumbprint}`;
}

/** RFC 7517 §4.7: the first is the certificate of the key. */
function certificateOf({ jwk: { x5c } }: VerificationKey): Certificate | undefined {
  const [first] = Array.isArray(x5c) ? (x5c as unknown[]) : [];
  return typeof first === 'string' ? readCertificate(Buffer.from(first, 'base64')) : undefined;
}

/** RFC 8705 §5: the addresses of the aliases differ by their authority. */
function checkAddress(request: ProtocolRequest, aliasUrl: string, steps: Context['steps']): void {
  const { host } = new URL(aliasUrl);
  const sent = header(request, 'host')?.toLowerCase();
  steps.hold(arrivesAtAlias, sent === host, () => ({ sent: sent ?? 'no Host', registered: host, compare: 'text' }));
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
