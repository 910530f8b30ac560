import { ours, rpInitiatedLogout } from '@clientele/client-schema';
import { acceptedLanguages } from '../accepted-languages.js';
import { countWaiting } from '../authorization/interaction.js';
import { type Context } from '../context.js';
import { type ParsedParameters, type ProtocolResponse, parseParameters, seeOther } from '../http.js';
import { type FrontChannel } from '../logout/end-of-session.js';
import { type LogoutRequest, checkLogoutRequest } from '../logout/logout-request.js';
import { questionPage, signedOutPage, stillSignedInPage } from '../pages/logout.js';
import { digestOf, randomToken } from '../secrets.js';
import { type Session, sidOf } from '../session.js';
import { browserId, endSessions, findSessions } from '../sessions.js';
import { type ProtocolRule } from '../steps.js';
import { type Endpoint } from './endpoint.js';
import { parseForm, parseQuery } from './form.js';

/** Seconds for which the user may think. */
const lifetime = 1800;

const logoutIsOpen: ProtocolRule = {
  id: 'logout-is-open',
  spec: ours('logout'),
  error: 'invalid_request',
  description: 'this sign-out has expired or was completed already',
  sentence: 'The sign-out has expired, was completed already, or was started in another browser.',
};

/** A logout request that waits: for the cookies of the browser, or for its user. */
interface WaitingLogout {
  /** As it was sent, application/x-www-form-urlencoded. */
  readonly parameters: string;
  /** Digest of the id of the browser whose user was asked. */
  readonly browser?: string;
  /** The ids of the sessions that they were asked about. */
  readonly sessions?: readonly string[];
}

/** Where applications send users to sign out, OpenID Connect RP-Initiated Logout 1.0. */
export const logout: Endpoint = {
  path: '/logout',
  spec: rpInitiatedLogout('2'),
  methods: ['GET', 'POST'],
  answers: 'page',
  cors: 'none',

  metadata: async ({ addresses, registry }) => {
    const { settings } = await registry.server();
    const tells = settings.track_user_sessions_for_logout;
    return {
      end_session_endpoint: `${addresses.issuer}/logout`,
      frontchannel_logout_supported: tells,
      frontchannel_logout_session_supported: tells,
      backchannel_logout_supported: tells,
      backchannel_logout_session_supported: tells,
    };
  },

  async handle(context) {
    const { request, steps } = context;
    steps.ui_locales = acceptedLanguages(request);
    if (request.method === 'POST') {
      const form = parseForm(context);
      const formToken = form.values.get('form_token');
      if (formToken !== undefined) return answered(formToken, form, context);
      // It comes from another site, and so without the cookies, which are SameSite=Lax: they come with the redirect.
      return seeOther(`/logout?waiting=${await keepWaiting({ parameters: request.body }, context)}`);
    }
    const query = parseQuery(context);
    const waiting = query.values.get('waiting');
    if (waiting === undefined) return signOut(request.query, query, context);
    const { artifacts } = context;
    const kept = steps.need(logoutIsOpen, await artifacts.get<WaitingLogout>('logout', digestOf(waiting)));
    return signOut(kept.parameters, parseParameters(kept.parameters), context);
  },
};

/** Signs out, or asks first. */
async function signOut(raw: string, parameters: ParsedParameters, context: Context): Promise<ProtocolResponse> {
  const logoutRequest = await checkLogoutRequest(parameters, context);
  const { sessions, areHinted } = await sessionsMeant(logoutRequest, context);
  const ids = sessions.map(({ id }) => id);
  const mayBeEndedAtOnce = areHinted && (await isHintedAccount(sessions, logoutRequest, context));
  if (ids.length === 0 || mayBeEndedAtOnce) return carryOut(ids, logoutRequest, context);
  const browser = browserId(context.request, context);
  const waiting = { parameters: raw, browser: digestOf(browser.id), sessions: ids };
  const accounts = await Promise.all(sessions.map(({ sub }) => context.accounts.find(sub)));
  return questionPage({
    ...logoutRequest,
    usernames: accounts.flatMap((account) => account?.username ?? []),
    formToken: await keepWaiting(waiting, context),
    headers: browser.setCookie === undefined ? {} : { 'set-cookie': browser.setCookie },
  });
}

/**
 * The sessions that a request is about, of all that its browser has: the one of which its hint is an ID token, or all.
 * Whoever shows such a hint is a party of this very session. Anybody can lead a browser here: what they cannot show is that.
 */
async function sessionsMeant(
  { client, hint }: LogoutRequest,
  context: Context,
): Promise<{ sessions: readonly Session[]; areHinted: boolean }> {
  const sessions = await findSessions(context);
  const known = client && hint ? { client, hint } : undefined;
  const areOfHint = await Promise.all(
    sessions.map(async ({ id, sub }) => {
      if (!known || known.hint.sub !== (await context.subjects.of(known.client, sub))) return false;
      // It may be of an earlier session of the user.
      return known.hint.sid === undefined || known.hint.sid === sidOf(id, known.client);
    }),
  );
  const hinted = sessions.filter((_, index) => areOfHint[index]);
  return hinted.length > 0 ? { sessions: hinted, areHinted: true } : { sessions, areHinted: false };
}

/** Whether the users of the client need not be asked, and a further hint says nothing else. */
async function isHintedAccount(
  [session]: readonly Session[],
  { client, hint, logout_hint }: LogoutRequest,
  { accounts }: Context,
): Promise<boolean> {
  if (!client?.skip_logout_consent) return false;
  if (logout_hint === undefined || logout_hint === hint?.sub) return true;
  const account = session && (await accounts.find(session.sub));
  return logout_hint === account?.username;
}

/** The user has answered. */
async function answered(formToken: string, form: ParsedParameters, context: Context): Promise<ProtocolResponse> {
  const { artifacts, request, steps } = context;
  const waiting = steps.need(logoutIsOpen, await artifacts.take<WaitingLogout>('logout', digestOf(formToken)));
  steps.hold(logoutIsOpen, waiting.browser === digestOf(browserId(request, context).id));
  const parameters = parseParameters(waiting.parameters);
  const logoutRequest = await checkLogoutRequest(parameters, context);
  if (form.values.get('action') !== 'sign-out') return stillSignedInPage(logoutRequest);
  const asked = waiting.sessions ?? [];
  const { sessions } = await sessionsMeant(logoutRequest, context);
  // Somebody else may have signed in meanwhile, in another window.
  if (sessions.some(({ id }) => !asked.includes(id))) return signOut(waiting.parameters, parameters, context);
  return carryOut(asked, logoutRequest, context);
}

/** Ends these sessions, if there are any, and lets the browser go on. */
async function carryOut(
  ids: readonly string[],
  { client, returnTo, language }: LogoutRequest,
  context: Context,
): Promise<ProtocolResponse> {
  const ended = await endSessions(ids, context);
  const headers: Record<string, string> = ended ? { 'set-cookie': ended.setCookie } : {};
  const { frames, images } = ended?.frontChannel ?? nobody;
  const isTold = frames.length > 0 || images.length > 0;
  // Of whoever nobody has vetted, a link alone takes a browser nowhere: its user has ended a session, or chooses to go on.
  const goesOn = !client?.is_of_stranger || ids.length > 0;
  if (returnTo !== undefined && goesOn && !isTold) return seeOther(returnTo, headers);
  return signedOutPage({ client, language, headers, frames, images, returnTo, goesOn });
}

const nobody: FrontChannel = { frames: [], images: [] };

/** Keeps a request until its browser comes back, and gives the name under which it does. */
async function keepWaiting(waiting: WaitingLogout, context: Context): Promise<string> {
  await countWaiting(context);
  const id = randomToken();
  await context.artifacts.put('logout', digestOf(id), waiting, context.clock.now() + lifetime);
  return id;
}
