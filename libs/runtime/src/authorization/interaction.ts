import { type Context } from '../context.js';
import { type ProtocolResponse, seeOther } from '../http.js';
import { languageFor } from '../pages/messages.js';
import { digestOf, randomToken } from '../secrets.js';
import { browserId } from '../sessions.js';
import { type Progress } from './decide.js';
import { type AuthorizationRequest } from './request.js';

/** Seconds for which the user may think. */
const lifetime = 1800;

/** A request that waits for the user. */
export interface Interaction {
  readonly request: AuthorizationRequest;
  /** Digest of the id of the browser that started it: another one cannot finish it. */
  readonly browser: string;
  /** What the next form must carry; new for each page. */
  readonly formToken: string;
  readonly progress: Progress;
  /** What the consent page shows, and to whom: that is what can be allowed, whatever the form says. */
  readonly shown?: { readonly sub: string; readonly scope: readonly string[] };
}

/** Parks a request and sends the browser to the pages. */
export async function startInteraction(request: AuthorizationRequest, context: Context): Promise<ProtocolResponse> {
  const id = newInteractionId();
  const browser = browserId(context.request, context);
  const interaction: Interaction = {
    request,
    browser: digestOf(browser.id),
    formToken: randomToken(16),
    progress: { signedIn: false, consented: false },
  };
  await saveInteraction(id, interaction, context);
  return seeOther(
    interactionPath(id, request),
    browser.setCookie === undefined ? {} : { 'set-cookie': browser.setCookie },
  );
}

export function newInteractionId(): string {
  return randomToken(16);
}

/** The address of the pages. It names their language, for when there is no interaction any more to look it up in. */
export function interactionPath(id: string, { ui_locales }: AuthorizationRequest): string {
  const language = ui_locales === undefined ? '' : `?ui_locales=${languageFor(ui_locales).tag}`;
  return `/interaction/${id}${language}`;
}

/** The interaction of this browser; undefined: none, an ended one, or somebody else's. */
export async function findInteraction(id: string, context: Context): Promise<Interaction | undefined> {
  const interaction = await context.artifacts.get<Interaction>('interaction', digestOf(id));
  return interaction?.browser === digestOf(browserId(context.request, context).id) ? interaction : undefined;
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
