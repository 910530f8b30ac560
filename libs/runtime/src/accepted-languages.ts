import { type ProtocolRequest, header } from './http.js';

/** The languages of the browser, as `ui_locales` would list them: RFC 9110 §12.5.4 without the weights. */
export function acceptedLanguages(request: ProtocolRequest): string | undefined {
  return header(request, 'accept-language')
    ?.slice(0, 256)
    .replaceAll(/;[^,]*/g, '')
    .replaceAll(',', ' ');
}
