import { type Context } from '../context.js';
import { type ProtocolResponse, seeOther } from '../http.js';
import { digestOf, randomToken } from '../secrets.js';
import { browserId } from '../sessions.js';
import { sourceOf } from '../throttle.js';
import { type Permitted } from './answer.js';
import { type Progress } from './decide.js';
import { type AuthorizationRequest } from './request.js';

/** Seconds for which the user may think. */
const lifetime = 1800;

/**
 * Requests per window and source that wait for a user. Each is a row for half an hour, and it takes nobody anything to
 * make one; people behind one address who sign in are fewer.
 */
const mostPerSource = 1_000;

/** A request that waits for the user. */
export interface Interaction {
  readonly request: AuthorizationRequest;
  /** Digest of the id of the browser that started it: another one cannot finish it. Null: it is not known yet. */
  readonly browser: string | null;
  /** What the next form must carry; new for each page. */
  readonly formToken: string;
  readonly progress: Progress;
  /** What the consent page shows, and to whom: that is what can be allowed, whatever the form says. */
  readonly shown?: Permitted & { readonly sub: string };
  /** What the page of a consentor shows, and to whom. */
  readonly shownTerms?: { readonly sub: string; readonly agreement: string };
}

/** Parks a request and sends the browser to the pages. @throws TooManyRequests */
export function startInteraction(request: AuthorizationRequest, context: Context): Promise<ProtocolResponse> {
  const { id, setCookie } = browserId(context.request, context);
  return park(request, digestOf(id), setCookie === undefined ? {} : { 'set-cookie': setCookie }, context);
}

/**
 * Parks a request that may come from another site, and so without the cookies, which are SameSite=Lax: they come with
 * the redirect. A new cookie in place of one that was only not sent would end the sign-ins of other windows.
 */
export function awaitBrowser(request: AuthorizationRequest, context: Context): Promise<ProtocolResponse> {
  return park(request, null, {}, context);
}

/** Counts what is kept for a user who has to come back. @throws TooManyRequests */
export async function countWaiting({ request, throttle }: Context): Promise<void> {
  await throttle.count([{ key: `interactions ${sourceOf(request.peer.address)}`, failures: mostPerSource }]);
}

async function park(
  request: AuthorizationRequest,
  browser: string | null,
  headers: Record<string, string>,
  context: Context,
): Promise<ProtocolResponse> {
  await countWaiting(context);
  const id = newInteractionId();
  const progress = { signedIn: false, consented: false };
  await saveInteraction(id, { request, browser, formToken: randomToken(16), progress }, context);
  return seeOther(interactionPath(id, request), headers);
}

export function newInteractionId(): string {
  return randomToken(16);
}

/** The address of the pages. It names client and language, for when there is no interaction any more to look them up in. */
export function interactionPath(id: string, { client_id, language }: AuthorizationRequest): string {
  return `/interaction/${id}?client_id=${encodeURIComponent(client_id)}&ui_locales=${language}`;
}

/** The interaction of this browser, or of none yet; undefined: none, an ended one, or somebody else's. */
export async function findInteraction(id: string, context: Context): Promise<Interaction | undefined> {
  const interaction = await context.artifacts.get<Interaction>('interaction', digestOf(id));
  const browsers = [null, digestOf(browserId(context.request, context).id)];
  return interaction && browsers.includes(interaction.browser) ? interaction : undefined;
}

export async function saveInteraction(
  id: string,
  interaction: Interaction,
  { artifacts, clock }: Context,
): Promise<void> {
  await artifacts.put('interaction', digestOf(id), interaction, clock.now() + lifetime);
}

/** Ends an interaction; of many at once exactly one gets it. */
export function takeInteraction(id: string, { artifacts }: Context): Promise<Interaction | undefined> {
  return artifacts.take<Interaction>('interaction', digestOf(id));
}
