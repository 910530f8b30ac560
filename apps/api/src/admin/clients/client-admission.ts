import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import {
  type Client,
  type Issue,
  resolveClient,
  settleClient,
  templateOf,
  unknownMembers,
  validateClient,
} from '@clientele/client-schema';
import { pointerTo } from '@clientele/client-schema/issue';
import { isSame } from '@clientele/client-schema/same';
import { Clock } from '@clientele/runtime';
import { type KeyChange, type NewSecret, type StoredClient } from '@clientele/storage';
import { problems } from '../../problems/problem-types.js';
import { refuse } from '../../problems/problem.js';
import { type CallerIdentity } from '../authorization/caller.js';
import { type Document } from '../http/body.js';
import { type ServerFacts, ServerView } from '../server-view.js';
import { keepsSystemClientWorking, mayGovern, mayName, maySetSecrets } from './client-authority.js';
import { expiryFaults, hashedOnce, mayHaveAnother } from './client-secret.js';
import { type MakeOnce, OwnKeyPairs } from './own-key-pair.js';
import {
  type GivenSecrets,
  type SecretsOfWrite,
  lacksSecret,
  secretsOfWrite,
  withoutSecrets,
} from './secret-fields.js';
import { SectorDocuments } from './sector-documents.js';

/**
 * Which secrets a write may make: also one that is generated, or only the one that the document gives. `own`: generated,
 * for the client itself, which needs nobody's leave to have it.
 */
export type Secrets = 'generated' | 'given' | 'own';

/** One write of a client, which may take several attempts. */
export interface ClientWrite {
  /** The members that the request names. */
  readonly named: ReadonlySet<string>;
  readonly caller: CallerIdentity;
  readonly secrets: Secrets;
  readonly hash: (secret: string) => Promise<string>;
  readonly makeKey: MakeOnce;
  /** The fields that are not the caller's to change: what is said of them stays as it is. */
  readonly keeps?: ReadonlySet<string>;
  /** Another registration access token, which takes the place of the one before. */
  readonly token?: NewSecret | undefined;
}

/** A client as a change leaves it: valid, with the secret that the change brings. */
export interface Admitted {
  readonly document: Client;
  /** The secrets that the request chooses. */
  readonly given: GivenSecrets;
  readonly secrets: SecretsOfWrite;
  /** What becomes of the key pair that it has for itself. */
  readonly key: KeyChange | undefined;
  readonly server: ServerFacts;
}

/** What a client must be to be saved, whichever request would save it. */
@Injectable()
export class ClientAdmission {
  constructor(
    private readonly view: ServerView,
    private readonly clock: Clock,
    private readonly keys: OwnKeyPairs,
    private readonly sectors: SectorDocuments,
  ) {}

  /** What all attempts at one write share: hashes and keys take long to make. */
  begin(caller: CallerIdentity, secrets: Secrets = 'generated'): Omit<ClientWrite, 'named'> {
    return { caller, secrets, hash: hashedOnce(), makeKey: this.keys.makeOnce() };
  }

  /**
   * The candidate settled and found without fault, its secret taken out of the document.
   * @param stored the client as it is by now; undefined: it is created
   * @throws Problem 400 for unknown members, 422 with every fault, 403 for what reaches further than the caller
   */
  async admit(
    candidate: Document,
    stored: StoredClient | undefined,
    { named: sent, caller, secrets: wanted, hash, makeKey, keeps }: ClientWrite,
  ): Promise<Admitted> {
    const named = withoutSameTemplate(sent, candidate, stored);
    refuse(problems.unknownMember, unknownMembers(candidate));
    const server = await this.view.read();
    const settled = settleClient(candidate, named, server);
    refuse(problems.invalidDocument, [
      ...validateClient(settled, server, named),
      ...(stored && keeps ? keepsWhatOthersSay({ ...stored.document }, settled, keeps, server) : []),
      ...expiryLiesAhead(settled, stored, this.clock.now()),
      ...secondWayEndsLater(settled, stored, this.clock.now()),
    ]);

    const { document, given } = withoutSecrets(settled as unknown as Client);
    refuse(problems.invalidDocument, await this.#sectorFaults(document, stored, server));
    mayGovern(caller, stored && resolveClient(stored.document, server), resolveClient(document, server));
    if (stored) mayName(caller, stored.document, document);
    if (stored) keepsSystemClientWorking(stored, document);
    const secrets = await secretsOfWrite(document, given, {
      server,
      stored: stored?.secrets ?? [],
      named,
      hash,
      // One that lacks its secret already is given one when somebody asks for it, not because its name changes.
      generates: wanted !== 'given' && !(stored && lacksSecret(stored.document, server, stored.secrets)),
    });
    const brings = secrets.fresh.some(({ stored: { field } }) => field === 'client_secret');
    if (brings) mayHaveAnother(document, stored?.secrets ?? [], this.clock.now());
    if (stored && wanted !== 'own') maySetSecrets(caller, secretsWritten(given, secrets, named));
    const key = await this.keys.change(stored?.document, document, server, makeKey);
    return { document, given, server, secrets, key };
  }

  /** The document of the sector is read whenever what it must list, or its address, has changed. */
  async #sectorFaults(document: Client, stored: StoredClient | undefined, server: ServerFacts): Promise<Issue[]> {
    const client = resolveClient(document, server);
    const { sector_identifier_uri: uri, redirect_uris } = client;
    const before = stored && resolveClient(stored.document, server);
    const isKnown = before?.sector_identifier_uri === uri && isDeepStrictEqual(before?.redirect_uris, redirect_uris);
    if (uri === undefined || isKnown) return [];
    const detail = await this.sectors.sectorDocumentFault(client);
    const pointer = '/sector_identifier_uri';
    return detail === undefined ? [] : [{ pointer, rule: 'sector-document-lists-redirect-uris', detail }];
  }
}

/** The fields whose secrets a write makes, sets or takes away; what goes with a method that is left is no matter of theirs. */
function secretsWritten(
  given: GivenSecrets,
  { fresh, unset }: SecretsOfWrite,
  named: ReadonlySet<string>,
): readonly string[] {
  const made = fresh.map(({ stored: { field = 'client_secret' } }) => field);
  return [...new Set([...Object.keys(given), ...made, ...unset.filter((name) => named.has(name))])];
}

/**
 * A client does not shed what administrators have set by becoming, for a while, what it does not apply to. What only
 * follows from other fields, or is locked by now, was set by nobody.
 */
function keepsWhatOthersSay(
  before: Document,
  settled: Document,
  keeps: ReadonlySet<string>,
  server: ServerFacts,
): Issue[] {
  const locked: readonly string[] = templateOf(settled, server)?.locked_fields ?? [];
  return [...keeps]
    .filter((name) => !isSame(before[name], settled[name]) && !locked.includes(name))
    .filter((name) => !isSame(before[name], settleClient({ ...before, [name]: null }, nothing, server)[name]))
    .map((name) => ({
      pointer: pointerTo(name),
      rule: 'what-administrators-say-stays',
      detail: 'was set by an administrator and would no longer apply',
    }));
}

const nothing: ReadonlySet<string> = new Set();

/** One that has expired since it was set is no fault. */
function expiryLiesAhead(
  { client_secret_expires_at: expires_at }: Document,
  stored: StoredClient | undefined,
  now: number,
): Issue[] {
  if (typeof expires_at !== 'number' || expires_at === stored?.document.client_secret_expires_at) return [];
  return expiryFaults({ client_secret_expires_at: expires_at }, now);
}

/** One that has ended since it was set is no fault. */
function secondWayEndsLater(
  { secondary_authentication_expires_at: end }: Document,
  stored: StoredClient | undefined,
  now: number,
): Issue[] {
  if (typeof end !== 'string' || !(Date.parse(end) / 1000 <= now)) return [];
  if (end === stored?.document.secondary_authentication_expires_at) return [];
  const pointer = '/secondary_authentication_expires_at';
  return [{ pointer, rule: 'second-way-ends-later', detail: 'must lie in the future' }];
}

/** A template is taken up once: to name it again takes nothing up. */
function withoutSameTemplate(
  named: ReadonlySet<string>,
  { client_template_id }: Document,
  stored: StoredClient | undefined,
): ReadonlySet<string> {
  if (stored?.document.client_template_id !== client_template_id) return named;
  return new Set([...named].filter((name) => name !== 'client_template_id'));
}
