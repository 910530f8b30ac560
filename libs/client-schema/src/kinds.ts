/** Every kind of field. */
export { CertificateBundlePem, CertificatePem, CertificateSubjectValue } from './kinds/certificates.js';
export { Choice, Choices, Flag, NumberChoice } from './kinds/choices.js';
export { ClientValues } from './kinds/client-values.js';
export { JwkSet, PublicKeyPem } from './kinds/keys.js';
export {
  EmailAddresses,
  HostNames,
  HostPatterns,
  Networks,
  Origins,
  RedirectUris,
  References,
  RequestUris,
  ResourceUris,
  SentToUrls,
  UrlHosts,
  Words,
} from './kinds/lists.js';
export { ClaimSources, Properties, TextMap } from './kinds/maps.js';
export { EpochSeconds, Instant, Seconds, SecondsOrEndless, WholeNumber, endless } from './kinds/numbers.js';
export { JsonSchemaDocument } from './kinds/schemas.js';
export { LongText, Reference, ScopeNames, Secret, Text, TextWithProperties } from './kinds/text.js';
export { HttpsUrl, Logo, SentToUrl, Uri, WebUrl } from './kinds/urls.js';
