import { type Config } from '../../configuration/config.js';

/** Headers of everything that the admin listener serves to browsers. */
export function securityHeaders({ issuer, adminUrl }: Pick<Config, 'issuer' | 'adminUrl'>): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
      // The console asks the issuer for tokens.
      `connect-src 'self' ${new URL(issuer).origin}`,
      // Logos of clients, by address or as data: URL.
      "img-src 'self' data: https:",
      "style-src 'self'",
      "script-src 'self'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(adminUrl.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  };
}
