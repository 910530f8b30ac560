import { type Context, type Services } from './context.js';
import { type ProtocolRequest, cookie } from './http.js';
import { type FrontChannel, afterSession } from './logout/end-of-session.js';
import { digestOf, randomToken } from './secrets.js';
import { type Session, idLifetime, sessionLifetime } from './session.js';
import { type SignIn } from './sign-in.js';

/** Accounts that a browser can be signed in to at once. */
const mostAccounts = 5;

/** A session of a browser, and the secret behind which it has it. */
interface Held {
  readonly handle: string;
  readonly session: Session;
}

/** The session of the browser that sent the request, the latest of several; undefined: none, or one that has ended. */
export async function findSession(context: Context): Promise<Session | undefined> {
  return (await findSessions(context))[0];
}

/** The sessions of the browser that sent the request, the one that was begun or chosen last first. */
export async function findSessions(context: Context): Promise<readonly Session[]> {
  return (await sessionsHeld(context)).map(({ session }) => session);
}

async function sessionsHeld({ request, artifacts, addresses }: Context): Promise<readonly Held[]> {
  const handles = cookie(request, cookieName(addresses.issuer, 'session'));
  if (!handles) return [];
  const found = await Promise.all(
    handles.split('.', mostAccounts).map(async (handle) => {
      const session = await artifacts.get<Session>('session', digestOf(handle));
      return session ? [{ handle, session }] : [];
    }),
  );
  return found.flat();
}

/**
 * Starts a session behind a new cookie, so that a planted one is worth nothing. A user who signs in again goes on with
 * theirs: who learned of it is told of its end.
 * @param keepsOthers whether the sessions of other users go on beside that of a new one, as far as there is room;
 * otherwise they end
 */
export async function startSession(
  signIn: Omit<Session, 'id' | 'began_at'>,
  context: Context,
  keepsOthers = false,
): Promise<{ session: Session; setCookie: string }> {
  const { artifacts, backChannel, clock } = context;
  const now = clock.now();
  const before = await sessionsHeld(context);
  const previous = before.find(({ session }) => session.sub === signIn.sub);
  const goesOn = previous && isSameUser(previous.session, signIn) && now < previous.session.began_at + idLifetime;
  const others = before.filter((one) => one !== previous);
  const kept = keepsOthers || previous ? others.slice(0, mostAccounts - 1) : [];
  const ended = before.filter((one) => !kept.includes(one) && !(goesOn && one === previous));
  for (const { session } of ended) await afterSession(session, context);
  const { id, began_at } = goesOn ? previous.session : { id: randomToken(), began_at: now };
  const session = { ...signIn, id, began_at };
  await forget(goesOn ? [...ended, previous] : ended, context);
  if (ended.length > 0) backChannel.begin();
  const handle = randomToken();
  await artifacts.put('session', digestOf(handle), session, now + sessionLifetime);
  return { session, setCookie: cookieFor([handle, ...kept.map((one) => one.handle)], context) };
}

/** Makes one of the browser's sessions the first. @returns the cookie to set; undefined: it is none of them */
export async function preferSession(id: string, context: Context): Promise<string | undefined> {
  const held = await sessionsHeld(context);
  const chosen = held.find(({ session }) => session.id === id);
  return (
    chosen &&
    cookieFor(
      [chosen, ...held.filter((one) => one !== chosen)].map(({ handle }) => handle),
      context,
    )
  );
}

/** A session that no browser has: it is known by what is granted in it, and by nothing else. */
export function sessionApart(signIn: Omit<Session, 'id' | 'began_at'>, { clock }: Context): Session {
  return { ...signIn, id: randomToken(), began_at: clock.now() };
}

function isSameUser(left: SignIn, right: SignIn): boolean {
  return left.sub === right.sub && left.sign_in_epoch === right.sign_in_epoch;
}

/**
 * Ends sessions of the browser with what was granted in them, and gives the cookie that the browser keeps then.
 * @param ids of those that end
 * @returns what the browser is to load; undefined: there was no such session
 */
export async function endSessions(
  ids: readonly string[],
  context: Context,
): Promise<{ frontChannel: FrontChannel; setCookie: string } | undefined> {
  const held = await sessionsHeld(context);
  const ended = held.filter(({ session }) => ids.includes(session.id));
  if (ended.length === 0) return undefined;
  // First what comes of it: where that fails, the session is still there to be ended.
  const told: FrontChannel[] = [];
  for (const { session } of ended) told.push(await afterSession(session, context));
  await forget(ended, context);
  context.backChannel.begin();
  const kept = held.filter((one) => !ended.includes(one)).map(({ handle }) => handle);
  const setCookie = cookieFor(kept, context);
  return {
    frontChannel: { frames: told.flatMap(({ frames }) => frames), images: told.flatMap(({ images }) => images) },
    setCookie: kept.length > 0 ? setCookie : `${setCookie}; Max-Age=0`,
  };
}

async function forget(sessions: readonly Held[], { artifacts }: Context): Promise<void> {
  for (const { handle } of sessions) await artifacts.take('session', digestOf(handle));
}

/** No secret has a dot. */
function cookieFor(handles: readonly string[], { addresses: { issuer } }: Context): string {
  return setCookie(issuer, cookieName(issuer, 'session'), handles.join('.'));
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
