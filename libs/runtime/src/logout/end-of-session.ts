import { maxCodeTtl } from '@clientele/client-schema';
import { type Context } from '../context.js';
import { type RegisteredClient } from '../registered-client.js';
import { digestOf } from '../secrets.js';
import { type Session, sidOf } from '../session.js';
import { withParameters } from '../uri-query.js';
import { servedClient } from '../wallets.js';
import { clientsOf } from './session-clients.js';

/** What the browser is to load so that clients learn of the end of a session. */
export interface FrontChannel {
  /** Pages, each in a frame of its own. */
  readonly frames: readonly Notice[];
  readonly images: readonly Notice[];
}

/** An address of a client, and what the client is called. */
export interface Notice {
  readonly client_name: string;
  readonly address: string;
}

/**
 * What comes of the end of a session: what was granted in it ends, clients are told behind the browser, and the rest is
 * left for the browser to tell.
 */
export async function afterSession(session: Session, context: Context): Promise<FrontChannel> {
  const { artifacts, audit, backChannel, clock, grants, addresses, subjects } = context;
  const names = await clientsOf(session, context);
  const found = await Promise.all(names.map((name) => servedClient(name, context)));
  const clients = found.filter((client) => client !== undefined);
  const inMode = (mode: RegisteredClient['told_of_logout']) =>
    clients.filter(({ told_of_logout }) => told_of_logout === mode);
  // Back-Channel Logout §2.7. Codes come first: what is exchanged from here on begins no grant.
  await artifacts.put('ended_session', digestOf(session.id), true, clock.now() + maxCodeTtl);
  await grants.revokeOfSession(session.id, session.sub, clock.now());
  await backChannel.tell(
    await Promise.all(
      inMode('oidc_back_channel').map(async (client) => ({
        client: client.did ?? client.client_id,
        sub: await subjects.of(client, session.sub),
        sid: sidOf(session.id, client),
      })),
    ),
  );
  audit.record({ type: 'signed_out' });
  return {
    frames: inMode('oidc_front_channel').flatMap((client) => frameOf(session, client, addresses.issuer)),
    images: inMode('ping_front_channel').flatMap(imagesOf),
  };
}

/** Front-Channel Logout §3. */
function frameOf({ id }: Session, client: RegisteredClient, iss: string): Notice[] {
  const { client_name, frontchannel_logout_uri: uri, frontchannel_logout_session_required: withSession } = client;
  if (uri === undefined || !isLoadable(uri)) return [];
  return [{ client_name, address: withParameters(uri, withSession ? { iss, sid: sidOf(id, client) } : {}) }];
}

/** PingAccess knows one address, at every origin where it stands before the application. */
function imagesOf({ client_name, logout_uris, redirect_uris, ping_access_logout_capable }: RegisteredClient): Notice[] {
  const origins = ping_access_logout_capable ? redirect_uris.filter(isLoadable).map((uri) => new URL(uri).origin) : [];
  const addresses = [...[...new Set(origins)].map((origin) => `${origin}/pa/oidc/logout.png`), ...logout_uris];
  return addresses.filter(isLoadable).map((address) => ({ client_name, address }));
}

/** A client that came into the registry by a back door may say anything. */
function isLoadable(uri: string): boolean {
  return /^https?:\/\//.test(uri);
}
