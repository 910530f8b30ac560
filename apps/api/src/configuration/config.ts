import { BlockList, isIP } from 'node:net';
import { type ClientCertificates as Facts, isLoopbackHost } from '@clientele/client-schema';
import { endpoints } from '@clientele/runtime/endpoints/index';
import { passwordWeaknessOf, weaknessOf } from '../admin/clients/secret-strength.js';
import { masterKeyFrom } from './master-key.js';
import {
  type ClientCertificates,
  type TlsCredentials,
  type TlsPolicy,
  authorities,
  belongTogether,
  certificateChain,
  headerName,
  privateKey,
  tlsPolicies,
} from './tls.js';
import { Unfit } from './unfit.js';

export const roles = ['admin', 'issuer'] as const;
export type Role = (typeof roles)[number];
const clientVisibilities = ['everyone', 'owners'] as const;
export type ClientVisibility = (typeof clientVisibilities)[number];

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the environment says, checked; also the token under which it is injected. */
export abstract class Config {
  /** The issuer identifier, RFC 8414 §2. */
  readonly issuer: string;
  /** The admin listener as browsers reach it: an origin, and the audience of admin tokens. */
  readonly adminUrl: string;
  readonly host: string;
  readonly issuerPort: number;
  readonly adminPort: number;
  readonly databaseUrl: string;
  /** Seconds after which a request hears that the database does not answer. */
  readonly databaseTimeout: number;
  /** 32 octets each, the current one first; empty: one is generated into ./data where the database is embedded. */
  readonly masterKeys: readonly Buffer[];
  /** Absent: generated at the first start. */
  readonly bootstrapAdminPassword?: string;
  readonly bootstrapClientSecret?: string;
  readonly roles: ReadonlySet<Role>;
  /** Who sees a client beside its owner and administrators: whoever may read clients, or whoever may read everybody's. */
  readonly clientVisibility: ClientVisibility;
  /** Processes that share the listeners. */
  readonly workers: number;
  readonly logLevel: LogLevel;
  readonly logFormat: 'json' | 'pretty';
  /** Addresses and networks whose X-Forwarded-For is believed, and the header of a client's certificate. */
  readonly trustedProxies: readonly string[];
  /** Absent: TLS of the issuer ends in front of this process. */
  readonly tls?: TlsCredentials | undefined;
  readonly tlsPolicy: TlsPolicy;
  readonly clientCertificates: ClientCertificates;
  /** How this server reaches addresses that clients and administrators name. */
  readonly outbound: {
    /** In PEM: authorities that are trusted beside the usual ones. */
    readonly authorities: readonly string[];
    /** `host:port` that it may reach although the address is not public, or the port not 443. */
    readonly allowed: readonly string[];
  };
  /** Path of the protected resource for test suites; absent: there is none. */
  readonly testResourcePath?: string | undefined;
}

/** The environment cannot be served; one line per fault. */
export class BadConfiguration extends Error {
  override readonly name = 'BadConfiguration';
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Ignoring one of these would leave the operator with something else than was asked for. */
const unsupported = ['REDIS_URL'];

/**
 * Reads the configuration from the environment. An empty variable counts as absent.
 * @throws BadConfiguration with every fault
 */
export function readConfig(environment: Environment, terminal = false): Config {
  const faults: string[] = [];
  const read = <T>(name: string, parse: (value: string) => T, fallback: T): T => {
    const value = environment[name];
    if (value === undefined || value === '') return fallback;
    try {
      return parse(value);
    } catch (fault) {
      if (!(fault instanceof Unfit)) throw fault;
      faults.push(`${name} ${fault.message}`);
      return fallback;
    }
  };

  for (const name of unsupported) if (environment[name]) faults.push(`${name} is not supported by this version`);
  if (environment.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    faults.push('NODE_TLS_REJECT_UNAUTHORIZED must not be 0: certificates of others would not be checked');
  }

  const issuerPort = read('ISSUER_PORT', port, 4000);
  const adminPort = read('ADMIN_PORT', port, 4001);
  if (issuerPort === adminPort && issuerPort !== 0) faults.push('ADMIN_PORT must differ from ISSUER_PORT');

  const databaseUrl = read('DATABASE_URL', database, 'sqlite:./data/clientele.db');
  const current = read<Buffer | undefined>('MASTER_KEY', masterKey, undefined);
  const previous = read<readonly Buffer[]>('MASTER_KEY_PREVIOUS', (value) => list(value).map(masterKey), []);
  if (!environment.MASTER_KEY && !isEmbedded(databaseUrl)) {
    faults.push('MASTER_KEY is required with PostgreSQL: 32 random octets in base64');
  }

  const cert = read<string | undefined>('TLS_CERT', certificateChain, undefined);
  const key = read<string | undefined>('TLS_KEY', privateKey, undefined);
  const tlsPolicy = read('TLS_POLICY', (value) => oneOf(value, tlsPolicies), 'platform');
  const mtlsPort = read<number | undefined>('MTLS_PORT', port, undefined);
  const deployed = read<readonly string[]>('TLS_CLIENT_CA', authorities, []);
  const header = read<string | undefined>('CLIENT_CERT_HEADER', headerName, undefined);
  const tls = cert !== undefined && key !== undefined ? { cert, key } : undefined;
  const usesTls = Boolean(environment.TLS_CERT);
  const needs = (name: string, other: string): void => {
    const isFit = environment[name] && !faults.some((fault) => fault.startsWith(`${name} `));
    if (isFit && !environment[other]) faults.push(`${name} needs ${other}`);
  };
  needs('TLS_CERT', 'TLS_KEY');
  needs('TLS_KEY', 'TLS_CERT');
  needs('TLS_CLIENT_CA', 'TLS_CERT');
  needs('MTLS_PORT', 'TLS_CERT');
  needs('TLS_POLICY', 'TLS_CERT');
  needs('CLIENT_CERT_HEADER', 'TRUSTED_PROXIES');
  if (tls && !belongTogether(tls)) faults.push('TLS_KEY must be the key of TLS_CERT');
  if (mtlsPort && [issuerPort, adminPort].includes(mtlsPort)) {
    faults.push('MTLS_PORT must differ from ISSUER_PORT and ADMIN_PORT');
  }
  const issuer = read('ISSUER', issuerIdentifier, `${usesTls ? 'https' : 'http'}://localhost:${issuerPort}`);
  if (usesTls && issuer.startsWith('http:')) faults.push('ISSUER must use https, as TLS_CERT is set');
  const direct = usesTls && (mtlsPort !== undefined || deployed.length > 0);
  if (environment.MTLS_URL && !direct && !environment.CLIENT_CERT_HEADER) {
    faults.push('MTLS_URL needs MTLS_PORT, TLS_CLIENT_CA or CLIENT_CERT_HEADER');
  }
  const ownAlias = mtlsPort === undefined ? undefined : `https://${new URL(issuer).hostname}:${mtlsPort}`;

  const config: Config = {
    issuer,
    adminUrl: read('ADMIN_URL', origin, `http://localhost:${adminPort}`),
    host: read('HOST', host, '127.0.0.1'),
    issuerPort,
    adminPort,
    databaseUrl,
    databaseTimeout: read('DATABASE_TIMEOUT', (value) => integer(value, 1, 300), 2),
    masterKeys: current ? [current, ...previous] : [],
    bootstrapAdminPassword: read<string | undefined>('BOOTSTRAP_ADMIN_PASSWORD', password, undefined),
    bootstrapClientSecret: read<string | undefined>('BOOTSTRAP_CLIENT_SECRET', clientSecret, undefined),
    roles: read<ReadonlySet<Role>>('ROLES', chosenRoles, new Set(roles)),
    clientVisibility: read('CLIENT_VISIBILITY', (value) => oneOf(value, clientVisibilities), 'everyone'),
    workers: read('WEB_CONCURRENCY', (value) => integer(value, 1, 64), 1),
    logLevel: read('LOG_LEVEL', (value) => oneOf(value, logLevels), 'info'),
    logFormat: read('LOG_FORMAT', (value) => oneOf(value, ['json', 'pretty'] as const), terminal ? 'pretty' : 'json'),
    trustedProxies: read<readonly string[]>('TRUSTED_PROXIES', networks, []),
    tls,
    tlsPolicy,
    clientCertificates: {
      direct,
      port: mtlsPort,
      authorities: deployed,
      header,
      aliasUrl: read<string | undefined>('MTLS_URL', secureOrigin, ownAlias),
    },
    outbound: {
      authorities: read<readonly string[]>('OUTBOUND_CA', authorities, []),
      allowed: read<readonly string[]>('OUTBOUND_ALLOW', (value) => list(value).map(hostAndPort), []),
    },
    testResourcePath: read<string | undefined>('TEST_RESOURCE_PATH', freePath, undefined),
  };
  if (faults.length > 0) throw new BadConfiguration(faults);
  return config;
}

/** Whether the database lives in a file of this machine. */
export function isEmbedded(databaseUrl: string): boolean {
  return databaseUrl.startsWith('sqlite:');
}

function port(value: string): number {
  return integer(value, 0, 65_535);
}

function integer(value: string, min: number, max: number): number {
  const number = Number(value);
  if (!/^\d{1,9}$/.test(value) || number < min || number > max) {
    throw new Unfit(`must be a whole number from ${min} to ${max}`);
  }
  return number;
}

function oneOf<T extends string>(value: string, values: readonly T[]): T {
  const found = values.find((one) => one === value);
  if (found === undefined) throw new Unfit(`must be one of ${values.join(', ')}`);
  return found;
}

function list(value: string): string[] {
  return value.split(',').map((entry) => entry.trim());
}

function webAddress(value: string): URL {
  const url = URL.parse(value);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new Unfit('must be an https URL');
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    throw new Unfit('must use https unless the host is loopback');
  if (url.username || url.password) throw new Unfit('must not contain credentials');
  return url;
}

/**
 * RFC 8414 §2: no query, no fragment; the slash at the end would make two spellings of one issuer. No path either, since
 * pages, cookies and discovery documents stand at the root.
 */
function issuerIdentifier(value: string): string {
  const url = webAddress(value);
  if (/[?#]/.test(value)) throw new Unfit('must have no query and no fragment');
  if (value.endsWith('/')) throw new Unfit('must not end with a slash');
  if (url.pathname !== '/') throw new Unfit('must have no path');
  if (value !== url.origin) throw new Unfit(`must be spelt ${url.origin}`);
  return value;
}

/** How the certificates of clients may reach the issuer, as rules of clients see it. */
export function certificatesAsRulesSeeThem({ clientCertificates }: Pick<Config, 'clientCertificates'>): Facts {
  const { direct, header, aliasUrl } = clientCertificates;
  return {
    terminations: [...(direct ? (['direct'] as const) : []), ...(header === undefined ? [] : (['proxy'] as const))],
    aliases: aliasUrl !== undefined,
  };
}

function secureOrigin(value: string): string {
  if (!value.startsWith('https://')) throw new Unfit('must use https');
  return origin(value);
}

function origin(value: string): string {
  const url = webAddress(value);
  if (value !== url.origin)
    throw new Unfit('must be an origin, scheme://host[:port], without a path or a slash at the end');
  return value;
}

function host(value: string): string {
  if (!isIP(value) && !/^[A-Za-z0-9.-]+$/.test(value)) throw new Unfit('must be an address or a host name');
  return value;
}

function hostAndPort(value: string): string {
  const url = URL.parse(`https://${value}`);
  // As the URL parser writes it, since that is what it is compared with; it leaves out 443.
  if (!url || `${url.hostname}:${url.port || '443'}` !== value) throw new Unfit('must be a list of host:port');
  return value;
}

/** A path of the issuer at which nothing else stands. */
function freePath(value: string): string {
  if (!/^(?:\/[A-Za-z0-9._~-]+)+$/.test(value)) throw new Unfit('must be a path such as /conformance/resource');
  if (endpoints.some(({ path, prefix }) => (prefix ? value.startsWith(path) : value === path))) {
    throw new Unfit('must not be a path of the issuer’s own');
  }
  return value;
}

function database(value: string): string {
  if (/^sqlite:.+/.test(value)) return value;
  if (!/^postgres(ql)?:\/\//.test(value)) throw new Unfit('must begin with sqlite: or postgres://');
  const url = URL.parse(value);
  // Without a host name the address of a socket may stand in the query.
  if (!url?.hostname && !url?.searchParams.has('host'))
    throw new Unfit('must be a URL such as postgres://user:password@host/database');
  return value;
}

function masterKey(value: string): Buffer {
  const key = masterKeyFrom(value);
  if (typeof key === 'string') throw new Unfit(key);
  return key;
}

function password(value: string): string {
  if (value.length < 12) throw new Unfit('must have at least 12 characters');
  const weakness = passwordWeaknessOf(value, 'admin');
  if (weakness) throw new Unfit(weakness);
  return value;
}

function clientSecret(value: string): string {
  const weakness = weaknessOf(value);
  if (weakness) throw new Unfit(weakness);
  return value;
}

function chosenRoles(value: string): ReadonlySet<Role> {
  return new Set(list(value).map((name) => oneOf(name, roles)));
}

function networks(value: string): readonly string[] {
  return list(value).map((entry) => {
    const [address = '', prefix, ...rest] = entry.split('/');
    const family = isIP(address);
    const fits = family !== 0 && rest.length === 0 && (prefix === undefined || isPrefix(address, family, prefix));
    if (!fits) throw new Unfit('must be addresses or networks, such as 10.0.0.0/8, separated by commas');
    return entry;
  });
}

function isPrefix(address: string, family: number, prefix: string): boolean {
  if (!/^\d{1,3}$/.test(prefix)) return false;
  // A prefix of 0 would believe everybody.
  if (Number(prefix) === 0) return false;
  try {
    new BlockList().addSubnet(address, Number(prefix), family === 4 ? 'ipv4' : 'ipv6');
    return true;
  } catch {
    return false;
  }
}
