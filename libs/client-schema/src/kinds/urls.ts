import { type JsonSchema } from '../field.js';
import { Check, kind } from '../kind.js';
import { isResourceUri } from '../resource-uri.js';
import { httpsUrlFault, logoFault, sentToUrlFault, webUrlFault } from '../web-url.js';

const uriSchema = (): JsonSchema => ({ type: 'string', format: 'uri', maxLength: 2048 });

/** An absolute URI or URN without a fragment, which names something and need not lead anywhere; a DID is one. */
export const Uri = kind<string>('uri', {
  control: 'uri',
  checks: () => [
    Check('uri', (value) =>
      isResourceUri(value) ? undefined : 'must be an absolute URI, a URN or a DID without a fragment',
    ),
  ],
  schema: uriSchema,
});

/** An absolute http or https URL that people follow. */
export const WebUrl = kind<string>('web-url', {
  control: 'uri',
  checks: () => [Check('webUrl', webUrlFault)],
  schema: uriSchema,
});

/** An absolute URL to which browsers are sent: https, or http for loopback. */
export const SentToUrl = kind<string>('sent-to-url', {
  control: 'uri',
  checks: () => [Check('sentToUrl', sentToUrlFault)],
  schema: uriSchema,
});

/** An absolute https URL. */
export const HttpsUrl = kind<string>('https-url', {
  control: 'uri',
  checks: () => [Check('httpsUrl', httpsUrlFault)],
  schema: uriSchema,
});

/** An http(s) URL of a picture, or the picture itself as a data: URL of at most 64 KiB. */
export const Logo = kind<string>('logo', {
  control: 'uri',
  checks: () => [Check('logo', logoFault)],
  schema: () => ({ type: 'string', format: 'uri', maxLength: 65_536 }),
});
