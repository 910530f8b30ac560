import { type Client, type ClientField, type EffectiveClient, type SecretField, type Settings } from './client.js';
import { type Resources } from './resources/index.js';
import { type Spec } from './specs.js';
import { type CertificateTermination } from './vocabulary.js';

/** Everything about the server that an administrator decides: its settings and the records of each resource. */
export interface ServerState extends Resources {
  readonly settings: Settings;
}

/** How the certificates of clients reach the server, as its operator has configured it. */
export interface ClientCertificates {
  /** None: it asks for no certificates. */
  readonly terminations: readonly Exclude<CertificateTermination, 'either'>[];
  /** Whether it publishes `mtls_endpoint_aliases`. */
  readonly aliases: boolean;
}

/** What a rule may know of the server beside the client. */
export interface Server extends ServerState {
  /** The issuer identifier, RFC 8414 §2. */
  readonly issuer: string;
  /** Signature algorithms for which the server has an active key. */
  readonly signing_algs: readonly string[];
  readonly client_certificates: ClientCertificates;
}

/** A broken rule: the field that the form marks, and what must hold, in words that follow the field's name. */
export interface Violation {
  pointer: string;
  detail: string;
}

/** One cross-field rule. Its id states what holds in a good client, and is the name of its file. */
export interface Rule<F extends ClientField = ClientField> {
  readonly id: string;
  readonly spec: Spec;
  /** `error` refuses the client; `advice` is saved with a warning. */
  readonly severity: 'error' | 'advice';
  /** The fields that `check` and `settle` are handed; the form re-checks the rule when one of them changes. */
  readonly reads: readonly F[];
  /**
   * Values that follow from the others; they fill the fields to which the change gives no value. Where two fields
   * follow each other, `asked` (the fields to which it does) tells which one leads.
   */
  settle?(client: Read<F>, server: Server, asked: ReadonlySet<string>): Partial<Client>;
  check(client: Read<F>, server: Server): Violation | readonly Violation[] | undefined;
  /** What to change so that the rule holds. Absent where only the owner of the client can know. */
  fix?(client: Read<F>, server: Server): ClientPatch;
}

/** A merge patch of a client, RFC 7396: null takes a value away. */
export type ClientPatch = { [K in keyof Client]?: Client[K] | null };

export type Read<F extends ClientField> = Pick<EffectiveClient, Exclude<F, SecretField>>;

/** Declares a rule; the compiler holds `check` to the fields that it says it reads. */
export function rule<const F extends ClientField>(definition: Rule<F>): Rule {
  return definition;
}

export const ok = undefined;

export function violation(pointer: string, detail: string): Violation {
  return { pointer, detail };
}
