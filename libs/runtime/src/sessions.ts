import { type Context, type Services } from './context.js';
import { type ProtocolRequest, cookie } from './http.js';
import { type FrontChannel, afterSession } from './logout/end-of-session.js';
import { digestOf, randomToken } from './secrets.js';
import { type Session, idLifetime, sessionLifetime } from './session.js';
import { type SignIn } from './sign-in.js';

/** The session of the browser that sent the request; undefined: none, or one that has ended. */
export async function findSession({ request, artifacts, addresses }: Context): Promise<Session | undefined> {
  const id = cookie(request, cookieName(addresses.issuer, 'session'));
  return id ? artifacts.get<Session>('session', digestOf(id)) : undefined;
}

/**
 * Starts a session behind a new cookie, so that a planted one is worth nothing. A user who signs in again goes on with
 * theirs: who learned of it is told of its end. That of another user ends.
 */
export async function startSession(
  signIn: Omit<Session, 'id' | 'began_at'>,
  context: Context,
): Promise<{ session: Session; setCookie: string }> {
  const { artifacts, clock, addresses } = context;
  const now = clock.now();
  const previous = await findSession(context);
  const goesOn = previous && isSameUser(previous, signIn) && now < previous.began_at + idLifetime;
  if (previous && !goesOn) await afterSession(previous, context);
  const { id, began_at } = goesOn ? previous : { id: randomToken(), began_at: now };
  const session = { ...signIn, id, began_at };
  await forgetSession(context);
  if (previous && !goesOn) context.backChannel.begin();
  const value = randomToken();
  await artifacts.put('session', digestOf(value), session, now + sessionLifetime);
  return { session, setCookie: setCookie(addresses.issuer, cookieName(addresses.issuer, 'session'), value) };
}

/** A session that no browser has: it is known by what is granted in it, and by nothing else. */
export function sessionApart(signIn: Omit<Session, 'id' | 'began_at'>, { clock }: Context): Session {
  return { ...signIn, id: randomToken(), began_at: clock.now() };
}

function isSameUser(left: SignIn, right: SignIn): boolean {
  return left.sub === right.sub && left.sign_in_epoch === right.sign_in_epoch;
}

/**
 * Ends the session of the browser with what was granted in it, and gives the cookie that the browser forgets.
 * @returns what the browser is to load; undefined: there was no session
 */
export async function endSession(
  context: Context,
): Promise<{ frontChannel: FrontChannel; setCookie: string } | undefined> {
  const session = await findSession(context);
  if (!session) return undefined;
  // First what comes of it: where that fails, the session is still there to be ended.
  const frontChannel = await afterSession(session, context);
  await forgetSession(context);
  context.backChannel.begin();
  const { issuer } = context.addresses;
  return { frontChannel, setCookie: `${setCookie(issuer, cookieName(issuer, 'session'), '')}; Max-Age=0` };
}

async function forgetSession({ request, artifacts, addresses }: Context): Promise<void> {
  const value = cookie(request, cookieName(addresses.issuer, 'session'));
  if (value) await artifacts.take('session', digestOf(value));
}

/** The id that ties an interaction to the browser that started it, and the cookie to set where it has none yet. */
export function browserId(
  request: ProtocolRequest,
  services: Pick<Services, 'addresses'>,
): { id: string; setCookie?: string } {
  const present = presentBrowserId(request, services);
  if (present !== undefined) return { id: present };
  const id = randomToken();
  const { issuer } = services.addresses;
  return { id, setCookie: setCookie(issuer, cookieName(issuer, 'browser'), id) };
}

/** The id of the browser that sent a request; undefined: it has none yet, or keeps no cookies. */
export function presentBrowserId(
  request: ProtocolRequest,
  { addresses }: Pick<Services, 'addresses'>,
): string | undefined {
  const present = cookie(request, cookieName(addresses.issuer, 'browser'));
  return present && /^[A-Za-z0-9_-]{43}$/.test(present) ? present : undefined;
}

/** RFC 6265bis §4.1.3.2: on https the prefix keeps other hosts and plain http from setting the cookie. */
function cookieName(issuer: string, name: string): string {
  return `${issuer.startsWith('https:') ? '__Host-' : ''}clientele_${name}`;
}

function setCookie(issuer: string, name: string, value: string): string {
  const secure = issuer.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
