import { type Context, type Services } from './context.js';
import { type ProtocolRequest, cookie } from './http.js';
import { digestOf, randomToken } from './secrets.js';
import { type SignIn } from './sign-in.js';

/** Seconds after which a sign-in ends, whatever happens. */
const sessionLifetime = 12 * 3600;

/** A user's sign-in at this server. */
export interface Session extends SignIn {
  /** Seconds since 1970. */
  readonly auth_time: number;
  /** The id of the authenticator. */
  readonly authenticator: string;
  /** The class that the authenticator had then. */
  readonly acr?: string;
  /** RFC 8176 §2. */
  readonly amr: readonly string[];
}

/** The session of the browser that sent the request; undefined: none, or one that has ended. */
export async function findSession({ request, artifacts, addresses }: Context): Promise<Session | undefined> {
  const id = cookie(request, cookieName(addresses.issuer, 'session'));
  return id ? artifacts.get<Session>('session', digestOf(id)) : undefined;
}

/** Starts a session under a new id (so that a planted one is worth nothing) and gives the cookie that names it. */
export async function startSession(
  session: Session,
  { request, artifacts, clock, addresses }: Context,
): Promise<string> {
  const name = cookieName(addresses.issuer, 'session');
  const previous = cookie(request, name);
  if (previous) await artifacts.take('session', digestOf(previous));
  const id = randomToken();
  await artifacts.put('session', digestOf(id), session, clock.now() + sessionLifetime);
  return setCookie(addresses.issuer, name, id);
}

/** The id that ties an interaction to the browser that started it, and the cookie to set where it has none yet. */
export function browserId(
  request: ProtocolRequest,
  { addresses }: Pick<Services, 'addresses'>,
): { id: string; setCookie?: string } {
  const name = cookieName(addresses.issuer, 'browser');
  const present = cookie(request, name);
  if (present && /^[A-Za-z0-9_-]{43}$/.test(present)) return { id: present };
  const id = randomToken();
  return { id, setCookie: setCookie(addresses.issuer, name, id) };
}

/** RFC 6265bis §4.1.3.2: on https the prefix keeps other hosts and plain http from setting the cookie. */
function cookieName(issuer: string, name: string): string {
  return `${issuer.startsWith('https:') ? '__Host-' : ''}clientele_${name}`;
}

function setCookie(issuer: string, name: string, value: string): string {
  const secure = issuer.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure}`;
}
